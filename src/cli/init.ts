/** `init`: writes an adapter for a bot, a profile, a command to run it by, and a CI job. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BadInputError } from "../input/bad-input-error.ts";
import { writeWholeFile } from "../input/whole-file.ts";
import { packageRoot, readPackageVersion } from "../package-root.ts";
import { profileFile } from "../profile/read-profile.ts";
import { initKinds, type InitKind } from "./options/init-kinds.ts";
import { exitCodes, type ExitCode, type Terminal } from "./output/terminal.ts";

type Kind = {
  /** By their name in the folder: files of `examples/init`. */
  readonly adapter: Readonly<Record<string, string>>;
  /** Starts the bot; null where vitest runs it. */
  readonly target: string | null;
  /** A bot in JavaScript has the harness in its package, and any other one runs it by npx. */
  readonly isInPackage: boolean;
};

const kinds = {
  python: {
    adapter: { "adapter.py": "python/adapter.py" },
    target: "python3 adapter.py",
    isInPackage: false,
  },
  typescript: {
    adapter: {
      "adapter.ts": "typescript/adapter.ts",
      "adapter.test.ts": "typescript/adapter.test.ts",
    },
    target: null,
    isInPackage: true,
  },
  javascript: {
    adapter: { "adapter.mjs": "javascript/adapter.mjs" },
    target: "node adapter.mjs",
    isInPackage: true,
  },
  stdio: { adapter: { "adapter.md": "stdio/adapter.md" }, target: "./adapter", isInPackage: false },
} as const satisfies Readonly<Record<InitKind, Kind>>;

const workflowFile = ".github/workflows/reconcile-harness.yml";

/** Without a name by the files of the folder. Throws `BadInputError` where a file exists already, before it writes any. */
export function init(name: InitKind | undefined, { out }: Terminal): ExitCode {
  const kind: Kind = kinds[name ?? kindOfFolder()];
  const judge = judgeCommandOf(kind);
  const setUp = kind.isInPackage ? "npm ci" : null;
  const files = new Map<string, string>([
    ...Object.entries(kind.adapter).map(([path, from]) => [path, template(from)] as const),
    [profileFile, template("reconcile-harness.json")],
    [workflowFile, workflowWith([setUp, judge].filter((step) => step !== null))],
  ]);
  const taken = [...files.keys()].find((path) => existsSync(path));
  if (taken !== undefined) {
    throw new BadInputError(`init: ${taken} exists already; move it away, or run init elsewhere`);
  }
  const command = commandFileOf(kind, judge);
  if (!existsSync(command.path)) files.set(command.path, command.text);
  for (const [path, text] of files) writeWholeFile(path, text);
  const lines = [
    ...[...files.keys()].map((path) => `wrote ${path}`),
    ...(files.has(command.path) ? [] : [`${command.path} exists; add to it: ${command.line}`]),
    "",
    "Next:",
    ...nextSteps(kind, Object.keys(kind.adapter)[0] ?? ""),
  ];
  out(`${lines.join("\n")}\n`);
  return exitCodes.pass;
}

/** By the file that shows the language of a project. */
const signs: readonly (readonly [file: string, kind: InitKind])[] = [
  ["tsconfig.json", "typescript"],
  ["package.json", "javascript"],
  ["pyproject.toml", "python"],
  ["requirements.txt", "python"],
];

function kindOfFolder(): InitKind {
  const found = signs.find(([file]) => existsSync(file));
  if (found !== undefined) return found[1];
  throw new BadInputError(`init: name one of ${initKinds.join(", ")}`);
}

function template(path: string): string {
  return readFileSync(join(packageRoot, "examples", "init", path), "utf8");
}

function judgeCommandOf({ target, isInPackage }: Kind): string {
  if (target === null) return "npx vitest run adapter.test.ts";
  const harness = isInPackage ? "npx reconcile-harness" : `npx ${versioned}`;
  return `${harness} fuzz --target '${target}' --max-time 2m`;
}

const versioned = `reconcile-harness@${readPackageVersion()}`;

/** The command is the one line of the template that differs. */
function workflowWith(commands: readonly string[]): string {
  const steps = commands.map((command) => `      - run: ${command}\n`).join("");
  return template("workflow.yml").replace("      - run: COMMAND\n", () => steps);
}

type CommandFile = { readonly path: string; readonly text: string; readonly line: string };

function commandFileOf({ isInPackage, target }: Kind, judge: string): CommandFile {
  if (!isInPackage) {
    const line = `judge: ; ${judge}`;
    return { path: "Makefile", text: `${line}\n`, line };
  }
  const devDependencies = {
    "reconcile-harness": readPackageVersion(),
    ...(target === null && { vitest: "^4.1.0" }),
  };
  const scripts = { judge };
  const manifest = { private: true, type: "module", scripts, devDependencies };
  return {
    path: "package.json",
    text: `${JSON.stringify(manifest, null, 2)}\n`,
    line: `"scripts": { "judge": ${JSON.stringify(judge)} }`,
  };
}

function nextSteps({ target, isInPackage }: Kind, adapter: string): string[] {
  const packages = target === null ? "reconcile-harness vitest" : "reconcile-harness";
  const install = isInPackage ? [`  npm install --save-dev ${packages}`] : [];
  const fill = [
    `  fill in \`reconcile\` in ${adapter}, and say in ${profileFile} what the bot is not`,
  ];
  if (target === null) return [...install, ...fill, "  npm run judge"];
  const harness = isInPackage ? "npx reconcile-harness" : `npx ${versioned}`;
  return [
    ...install,
    ...fill,
    `  ${harness} target check '${target}'`,
    isInPackage ? "  npm run judge" : "  make judge",
  ];
}
