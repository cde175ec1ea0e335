/** Which target was judged. A name does not show it: two bots may have the same one. */
import { accessSync, constants } from "node:fs";
import * as z from "zod";
import { canonicalJson } from "../audit/canonical-json.ts";
import { filesOfCommand } from "../input/command-files.ts";
import { hashedFileSchema, hashFile, sha256, sha256Schema } from "../input/hashed-file.ts";
import type { Target } from "../simulation/target.ts";

/** Two reports are of one target where these and the names are equal. */
export const targetIdentitySchema = z
  .strictObject({
    /** The options that name its command and its profile, as written; none of the shipped pipeline. */
    options: z.array(z.string()).readonly(),
    /** SHA-256 of the profile as canonical JSON; null without one. */
    profile: sha256Schema.nullable(),
    /** The files that the command names, as they were before the target was judged. */
    files: z.array(hashedFileSchema).readonly(),
  })
  .readonly();
export type TargetIdentity = z.infer<typeof targetIdentitySchema>;

type Opened = {
  readonly target: Pick<Target, "profile">;
  readonly command: { readonly text: string } | null;
};

/** `options` are the words that name the target. */
export function identifyTarget(
  { target, command }: Opened,
  options: readonly string[],
): TargetIdentity {
  const { profile } = target;
  const files = command === null ? [] : filesOfCommand(command.text).filter(isReadable);
  return {
    options,
    profile: profile === undefined ? null : sha256(canonicalJson(profile)),
    files: files.map((path) => hashFile(path)),
  };
}

/** A program may be executable only. */
function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
