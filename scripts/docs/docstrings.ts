/**
 * What a reader of the declarations does not find: exported names, fields and parameters without a comment. It reads
 * the `.d.ts` files, because an editor shows their comments, and the compiler keeps no comment within a type that it
 * infers.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SyntaxKind, type Node } from "typescript/unstable/ast";
import { API, SignatureKind, SymbolFlags } from "typescript/unstable/sync";
import type { Checker, Project, Signature, Symbol as Named, Type } from "typescript/unstable/sync";

export type Docstrings = {
  /** The exported names that were read. */
  readonly names: readonly string[];
  /** The fields that were read, with the type or the function that has them. */
  readonly fields: readonly string[];
  /** A line for each comment that is missing. */
  readonly missing: readonly string[];
  /** Each comment with its tags, by the name that it describes. */
  readonly comments: ReadonlyMap<string, string>;
};

/** `entries` are paths of declaration files. A configuration of the compiler is written to `folder`. */
export function readDocstrings(entries: readonly string[], folder: string): Docstrings {
  const config = join(folder, "tsconfig.json");
  writeFileSync(config, JSON.stringify({ compilerOptions, files: entries }));
  const api = new API();
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error(`${config}: the compiler did not open it`);
    return new Reader(project).read();
  } finally {
    api.close();
  }
}

const compilerOptions = {
  target: "es2023",
  lib: ["es2023"],
  module: "nodenext",
  types: [],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
};

const isOwn = ({ declarations }: Named): boolean =>
  declarations.some(({ path }) => !path.includes("/node_modules/"));

/** A private field of a class has a name that no caller can write. */
const isPrivate = ({ name }: Named): boolean => name.startsWith("__#") || name.startsWith("#");

class Reader {
  readonly #project: Project;
  readonly #checker: Checker;
  readonly #names: string[] = [];
  readonly #fields: string[] = [];
  /** By the place of a field: many types share one. */
  readonly #owners = new Map<string, string>();
  readonly #missing: string[] = [];
  readonly #comments = new Map<string, string>();
  readonly #typesRead = new Set<number>();

  constructor(project: Project) {
    this.#project = project;
    this.#checker = project.checker;
  }

  read(): Docstrings {
    for (const file of this.#project.rootFiles) {
      const source = this.#project.program.getSourceFile(file);
      const module = source && this.#checker.getSymbolAtLocation(source);
      if (module === undefined) throw new Error(`${file}: the compiler found no module there`);
      for (const exported of this.#checker.getExportsOfModule(module)) this.#readName(exported);
    }
    return {
      names: this.#names,
      fields: this.#fields,
      missing: this.#missing,
      comments: this.#comments,
    };
  }

  #readName(exported: Named): void {
    const isAlias = (exported.flags & SymbolFlags.Alias) !== 0;
    const declared = isAlias ? this.#checker.getAliasedSymbol(exported) : exported;
    const { name } = exported;
    this.#names.push(name);
    const comment = this.#commentOf(declared);
    const tags = this.#checker.getJsDocTagsOfSymbol(declared).map(({ text = "" }) => text);
    this.#comments.set(name, [comment, ...tags].join("\n"));
    if (comment === "") this.#missing.push(`${name}: no comment`);
    const isType = (declared.flags & SymbolFlags.Type) !== 0;
    if (isType) this.#readInferred(name, comment, this.#checker.getDeclaredTypeOfSymbol(declared));
    if (isType) this.#readType(this.#checker.getDeclaredTypeOfSymbol(declared));
    if ((declared.flags & SymbolFlags.Value) === 0) return;
    const type = this.#checker.getTypeOfSymbol(declared);
    if (type === undefined) return;
    const [call] = this.#checker.getSignaturesOfType(type, SignatureKind.Call);
    if (call !== undefined) this.#readFunction(name, comment, declared, call);
    this.#readType(type);
  }

  /** The compiler drops the comments of the fields, so the comment of the type has their names. */
  #readInferred(name: string, comment: string, type: Type): void {
    for (const field of this.#checker.getPropertiesOfType(type)) {
      if (!isOwn(field) || this.#ownerOf(field) !== null) continue;
      if (this.#commentOf(field) !== "" || comment.includes(`\`${field.name}\``)) continue;
      this.#missing.push(`${name}: its comment does not name the field \`${field.name}\``);
    }
  }

  #readFunction(name: string, comment: string, declared: Named, call: Signature): void {
    const tags = this.#checker.getJsDocTagsOfSymbol(declared);
    const textsOf = (tag: string) =>
      tags.flatMap((one) => (one.name === tag ? [one.text ?? ""] : []));
    const described = textsOf("param");
    for (const [at, parameter] of call.getParameters().entries()) {
      // A destructured parameter has no name, so the tag at its place describes it.
      const isNamed = !parameter.name.startsWith("__");
      const starts = (text: string) => text.split(/\s/)[0] === parameter.name;
      const text = (isNamed ? described.find(starts) : described[at]) ?? "";
      if (/^\S+\s+\S/.test(text)) continue;
      this.#missing.push(`${name}: no @param for parameter ${at + 1}, \`${parameter.name}\``);
    }
    const returned = this.#checker.getReturnTypeOfSignature(call);
    const isVoid = returned?.isIntrinsicType() === true && returned.intrinsicName === "void";
    if (!isVoid && textsOf("returns").join("") === "") this.#missing.push(`${name}: no @returns`);
    if (textsOf("throws").join("") !== "" || comment.includes("Throws nothing")) return;
    this.#missing.push(`${name}: neither @throws nor the words 'Throws nothing'`);
  }

  /** Its fields, and those of every type that they lead to. */
  #readType(type: Type | undefined): void {
    if (type === undefined || this.#typesRead.has(type.id)) return;
    this.#typesRead.add(type.id);
    if (type.isUnionType()) for (const part of type.getTypes() ?? []) this.#readType(part);
    if (type.isTypeReference()) {
      for (const argument of this.#checker.getTypeArguments(type)) this.#readType(argument);
    }
    if (!type.isObjectType() && !type.isIntersectionType()) return;
    for (const call of this.#checker.getSignaturesOfType(type, SignatureKind.Call)) {
      this.#readType(this.#checker.getReturnTypeOfSignature(call));
      for (const parameter of call.getParameters()) {
        this.#readType(this.#checker.getTypeOfSymbol(parameter));
      }
    }
    for (const field of this.#checker.getPropertiesOfType(type)) this.#readField(field);
  }

  #readField(field: Named): void {
    if (!isOwn(field) || isPrivate(field)) return;
    const place = field.declarations.map(({ path, index }) => `${path} ${index}`).join();
    const owner = this.#owners.get(place) ?? this.#ownerOf(field);
    if (owner === null) return;
    if (!this.#owners.has(place)) {
      const [name, comment] = [`${owner}.${field.name}`, this.#commentOf(field)];
      this.#fields.push(name);
      this.#comments.set(`${name} at ${place}`, comment);
      if (comment === "") this.#missing.push(`${name}: no comment`);
      this.#owners.set(place, owner);
    }
    // A field of a generic type has another type in each use.
    this.#readType(this.#checker.getTypeOfSymbol(field));
  }

  /** The type or function in which a field is written; null where the compiler inferred it from a value. */
  #ownerOf({ declarations }: Named): string | null {
    let node: Node | undefined = declarations[0]?.resolve(this.#project);
    for (; node !== undefined; node = node.parent) {
      if (node.kind === SyntaxKind.VariableDeclaration) return null;
      if (owners.has(node.kind) && "name" in node) return nameOf(node.name);
    }
    return null;
  }

  #commentOf(named: Named): string {
    return this.#checker.getDocumentationCommentOfSymbol(named).trim();
  }
}

const owners: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.FunctionDeclaration,
]);

function nameOf(name: unknown): string {
  const isNamed = typeof name === "object" && name !== null && "text" in name;
  return isNamed && typeof name.text === "string" ? name.text : "a type without a name";
}
