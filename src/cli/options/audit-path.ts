/** The audit trail, as the environment asks for it. */
import { printableShort } from "../../domain/printable-text.ts";
import type { Terminal } from "../output/terminal.ts";

const defaultPath = "audit/reconcile.jsonl";

/** Null when audit is off. Only `1` switches it on; any other value but `0` causes a warning. */
export function readAuditPath({ env, warn }: Pick<Terminal, "env" | "warn">): string | null {
  const { GRINDER_AUDIT_ENABLED: enabled = "", GRINDER_AUDIT_PATH: path = "" } = env;
  if (enabled === "1") return path === "" ? defaultPath : path;
  if (enabled !== "" && enabled !== "0") {
    warn(
      `GRINDER_AUDIT_ENABLED is '${printableShort(enabled)}', and only '1' switches audit on: no trail is written.`,
    );
  }
  return null;
}
