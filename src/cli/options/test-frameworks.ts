/** The frameworks for which `replay --as` prints a test. */
import type { TestFramework } from "../../report/kept-test.ts";

export const testFrameworks: readonly TestFramework[] = ["vitest", "pytest"];
