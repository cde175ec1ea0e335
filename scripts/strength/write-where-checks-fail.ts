/** `npm run where-checks-fail`: measures again where each check can fail, and writes the file of it. */
import { join } from "node:path";
import { format } from "oxfmt";
import { writeWholeFile } from "../../src/input/whole-file.ts";
import { packageRoot } from "../../src/package-root.ts";
import { findWhereChecksFail } from "./where-checks-fail.ts";

const places = await findWhereChecksFail({ singleRuns: 300, sequences: 60 });
const path = join(packageRoot, "properties", "where-checks-fail.json");
const { code } = await format(path, JSON.stringify(places), { printWidth: 100 });
writeWholeFile(path, code);
