/** SHA-256 of texts and files. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve, sep } from "node:path";
import * as z from "zod";

/** In lower case hexadecimal digits. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export const hashedFileSchema = z
  .strictObject({ path: z.string(), sha256: sha256Schema })
  .readonly();
export type HashedFile = z.infer<typeof hashedFileSchema>;

export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** `root` is the folder from which the path is named, if it is not absolute. Throws the error of the system. */
export function hashFile(path: string, root = "."): HashedFile {
  return { path: path.split(sep).join("/"), sha256: sha256(readFileSync(resolve(root, path))) };
}
