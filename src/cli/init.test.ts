import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { botProfileSchema } from "../profile/bot-profile.ts";
import { folderWith, runCli, temporaryFolder } from "../test-fixtures/run-cli.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const read = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");

/** A bot that cancels every open order when it is live, in place of the comment. */
const filled = {
  python: [
    /^ {4}# our_bot\.reconcile.*\n/m,
    `    env = run["gates"]["env"]
    if run["gates"]["confirm"] is not None and env.get("ARMED") != "1":
        return {"mode": "refused"}
    try:
        for order in http.request("GET", "/fapi/v1/openOrders", {}):
            if order["status"] == "NEW" and run["gates"]["confirm"] is not None:
                names = {"symbol": order["symbol"], "origClientOrderId": order["clientOrderId"]}
                http.request("DELETE", "/fapi/v1/order", names)
    except (ConnectionError, TimeoutError):
        pass
`,
  ],
  javascript: [
    /^ {2}\/\/ await ourBot\.reconcile.*\n/m,
    `  const { confirm, env } = run.gates;
  if (confirm !== null && env.ARMED !== "1") return { mode: "refused" };
  try {
    for (const order of await http.request("GET", "/fapi/v1/openOrders", {})) {
      if (order.status !== "NEW" || confirm === null) continue;
      const names = { symbol: order.symbol, origClientOrderId: order.clientOrderId };
      await http.request("DELETE", "/fapi/v1/order", names);
    }
  } catch {}
`,
  ],
} as const;

const bots = [
  ...(hasPython ? [["python", "adapter.py", "python3 adapter.py"] as const] : []),
  ["javascript", "adapter.mjs", "node adapter.mjs"] as const,
];

test.each(bots)(
  "init %s: the adapter speaks the protocol, and judges the bot in it",
  (kind, file, command) => {
    const cwd = temporaryFolder();
    const run = runCli(["init", kind], { cwd });
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    expect(run.stdout).toContain(`target check '${command}'`);
    const empty = runCli(["target", "check", command], { cwd });
    expect(empty.stdout).toMatch(/a live run +MISSING +0 port calls instead of 1/);
    expect(empty.exitCode).toBe(3);
    const [place, bot] = filled[kind];
    const text = read(cwd, file).replace(place, bot);
    expect(text).not.toBe(read(cwd, file));
    writeFileSync(join(cwd, file), text);
    const check = runCli(["target", "check", command], { cwd });
    expect(check.stdout).toContain("CONFORMS");
    expect(check.stdout).toContain("BREAKS");
  },
);

test.each(["python", "javascript", "typescript", "stdio"])(
  "init %s writes an adapter of under 60 lines, a profile, a command and a CI job",
  (kind) => {
    const cwd = temporaryFolder();
    const { stdout } = runCli(["init", kind], { cwd });
    const written = [...stdout.matchAll(/^wrote (.*)$/gm)].map(([, path = ""]) => path);
    for (const path of written) expect(existsSync(join(cwd, path))).toBe(true);
    const [adapter = "", ...others] = written;
    expect(adapter).toMatch(/^adapter\./);
    expect(read(cwd, adapter).trimEnd().split("\n").length).toBeLessThan(60);
    expect(others).toContain("reconcile-harness.json");
    botProfileSchema.parse(JSON.parse(read(cwd, "reconcile-harness.json")));
    const workflow = read(cwd, ".github/workflows/reconcile-harness.yml");
    expect(workflow).not.toContain("COMMAND");
    const [judge = ""] = /npx .*(?:fuzz|vitest).*/.exec(workflow) ?? [];
    const isInPackage = others.includes("package.json");
    expect(isInPackage).toBe(kind === "javascript" || kind === "typescript");
    const command = read(cwd, isInPackage ? "package.json" : "Makefile");
    expect(command).toContain(judge);
  },
);

test("a file that exists stays as it is, and then none is written", () => {
  const cwd = folderWith({ "reconcile-harness.json": "mine" });
  const run = runCli(["init", "python"], { cwd });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain("init: reconcile-harness.json exists already; move it away");
  expect(existsSync(join(cwd, "adapter.py"))).toBe(false);
  expect(read(cwd, "reconcile-harness.json")).toBe("mine");
});

test("an existing package.json stays as it is, and the line for it is printed", () => {
  const cwd = folderWith({ "package.json": { name: "mine" } });
  const run = runCli(["init"], { cwd });
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain(
    'package.json exists; add to it: "scripts": { "judge": "npx reconcile',
  );
  expect(JSON.parse(read(cwd, "package.json"))).toEqual({ name: "mine" });
});

test.each([
  ["tsconfig.json", "adapter.ts"],
  ["requirements.txt", "adapter.py"],
])("init without a language finds it by %s", (file, adapter) => {
  const cwd = folderWith({ [file]: "" });
  expect(runCli(["init"], { cwd }).stdout).toContain(`wrote ${adapter}\n`);
});

test("init in an empty folder asks for the language", () => {
  const run = runCli(["init"]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("name one of python, typescript, javascript, stdio");
});
