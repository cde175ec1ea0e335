/**
 * The lines that were appended to a file since the last read. A file that was renamed is read to its end, and then the
 * files that came after it. The last line of a file waits for its newline.
 */
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { basename, dirname, join } from "node:path";
import { TargetError } from "../../simulation/target.ts";

export type TailedLine = { readonly place: string; readonly bytes: Buffer };

type OpenFile = {
  readonly descriptor: number;
  readonly inode: bigint;
  /** In bytes: all until here was read. */
  offset: number;
  /** The complete lines before the rest. */
  lines: number;
  /** Bytes after the last newline. */
  rest: Buffer;
};

const newline = 0x0a;
const chunkBytes = 65_536;

export class FileTail {
  readonly #path: string;
  readonly #rotated: string | undefined;
  #file: OpenFile | null = null;
  /** The renamed files that need no read, by inode, time and size. An inode alone may be that of a later file. */
  readonly #done = new Set<string>();

  /** Starts at the end of what is there. */
  constructor(path: string, rotated?: string) {
    this.#path = path;
    this.#rotated = rotated;
    for (const { stats } of this.#rotatedFiles()) this.#done.add(signatureOf(stats));
    if (this.exists()) this.#file = atEnd(this.#open(path));
  }

  exists(): boolean {
    return statOf(this.#path) !== null;
  }

  /** Oldest first. Throws `TargetError` where lines are lost. */
  read(): readonly TailedLine[] {
    const now = statOf(this.#path);
    const file = this.#file;
    if (file !== null && now?.ino === file.inode) {
      if (now.size >= file.offset) return this.#readLines(file);
      this.close();
      throw new TargetError("invalid-answer", this.#wasCut(now, file));
    }
    this.#file = null;
    const lines = file === null ? [] : this.#finish(file);
    if (file !== null && this.#rotated === undefined && now !== null) {
      throw new TargetError("invalid-answer", this.#wasReplaced());
    }
    for (const { path } of this.#unread()) lines.push(...this.#finish(this.#open(path)));
    if (now === null) return lines;
    this.#file = this.#open(this.#path);
    return [...lines, ...this.#readLines(this.#file)];
  }

  /** The process has ended: the rest of a line will not come. */
  dropRest(): void {
    if (this.#file !== null) this.#file.rest = Buffer.alloc(0);
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file.descriptor);
    this.#file = null;
  }

  #open(path: string): OpenFile {
    const descriptor = openSync(path, "r");
    const { ino: inode } = fstatSync(descriptor, { bigint: true });
    return { descriptor, inode, offset: 0, lines: 0, rest: Buffer.alloc(0) };
  }

  #readLines(file: OpenFile): TailedLine[] {
    const chunks = [file.rest];
    for (;;) {
      const chunk = Buffer.alloc(chunkBytes);
      const read = readSync(file.descriptor, chunk, 0, chunkBytes, file.offset);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      file.offset += read;
    }
    const bytes = Buffer.concat(chunks);
    const lines: TailedLine[] = [];
    let start = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
      lines.push(this.#lineOf(file, bytes.subarray(start, end)));
      start = end + 1;
    }
    file.rest = bytes.subarray(start);
    return lines;
  }

  /** The last line of a renamed file may have no newline. */
  #finish(file: OpenFile): TailedLine[] {
    const lines = this.#readLines(file);
    if (file.rest.length > 0) lines.push(this.#lineOf(file, file.rest));
    this.#done.add(signatureOf(fstatSync(file.descriptor, { bigint: true })));
    closeSync(file.descriptor);
    return lines;
  }

  #lineOf(file: OpenFile, bytes: Buffer): TailedLine {
    file.lines += 1;
    return { place: `${this.#path}:${file.lines}`, bytes };
  }

  /** Renamed files that were not read, oldest first. */
  #unread(): readonly RotatedFile[] {
    const files = this.#rotatedFiles()
      .filter(({ stats }) => !this.#done.has(signatureOf(stats)))
      .toSorted((one, other) => (one.stats.mtimeNs < other.stats.mtimeNs ? -1 : 1));
    for (const [at, { path, stats }] of files.entries()) {
      const before = files[at - 1];
      if (before === undefined || stats.mtimeNs !== before.stats.mtimeNs) continue;
      for (const one of files) this.#done.add(signatureOf(one.stats));
      const both = `${before.path} and ${path}`;
      const problem = `${both} were written at one time, so that their order is not known`;
      throw new TargetError("invalid-answer", `${problem}; let a file grow more before a rename`);
    }
    return files;
  }

  #rotatedFiles(): readonly RotatedFile[] {
    const rotated = this.#rotated;
    if (rotated === undefined) return [];
    const folder = dirname(rotated);
    const [start = "", ...others] = basename(rotated).split("*");
    return filesIn(folder).flatMap((name) => {
      const path = join(folder, name);
      const stats = statOf(path);
      const isOther = join(path) !== join(this.#path);
      return stats?.isFile() === true && isOther && matches(name, start, others)
        ? [{ path, stats }]
        : [];
    });
  }

  #wasCut({ size }: BigIntStats, { offset }: OpenFile): string {
    return (
      `${this.#path}: it has ${size} bytes, and ${offset} were read before; ` +
      "an audit file only grows: rename a full one, and name it in audit.rotated of the profile"
    );
  }

  #wasReplaced(): string {
    return (
      `${this.#path}: another file has taken its place, so that lines may be lost; ` +
      "name the files that were renamed in audit.rotated of the profile"
    );
  }
}

function atEnd(file: OpenFile): OpenFile {
  const chunk = Buffer.alloc(chunkBytes);
  for (;;) {
    const read = readSync(file.descriptor, chunk, 0, chunkBytes, file.offset);
    if (read === 0) return file;
    for (const byte of chunk.subarray(0, read)) if (byte === newline) file.lines += 1;
    file.offset += read;
  }
}

type RotatedFile = { readonly path: string; readonly stats: BigIntStats };

function signatureOf({ ino, mtimeNs, size }: BigIntStats): string {
  return `${ino} ${mtimeNs} ${size}`;
}

function statOf(path: string): BigIntStats | null {
  return statSync(path, { throwIfNoEntry: false, bigint: true }) ?? null;
}

function filesIn(folder: string): readonly string[] {
  return statOf(folder)?.isDirectory() === true ? readdirSync(folder) : [];
}

/** Each `*` of the pattern stands for any text. */
function matches(name: string, start: string, others: readonly string[]): boolean {
  if (!name.startsWith(start)) return false;
  const end = others.at(-1) ?? "";
  let at = start.length;
  for (const part of others.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - end.length >= at && name.endsWith(end);
}
