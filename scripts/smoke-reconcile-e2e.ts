/** The standard smoke test, under the file name that the runbook uses. */
process.argv.splice(2, 0, "smoke");
await import("../src/cli.ts");
