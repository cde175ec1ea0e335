/** The standard smoke test under the name that the runbook's readers know. */
process.argv.splice(2, 0, "smoke");
await import("../src/cli.ts");
