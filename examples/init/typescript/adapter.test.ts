import { testTarget } from "reconcile-harness/vitest";
import { ourBot } from "./adapter.js";

testTarget(ourBot, { maxTime: "1m" });
