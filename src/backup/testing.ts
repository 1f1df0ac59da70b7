/** For tests: archives as somebody else may write them. */

import { Database as Sqlite } from "bun:sqlite";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";
import { DATABASE, MANIFEST, type Manifest, PREFIX, writeManifest } from "./manifest.ts";
import { END, headerOf, paddingOf } from "./tar.ts";

export interface Written {
  readonly path: string;
  readonly content: Buffer;
  /** In place of the header that belongs to it. */
  readonly header?: (header: Buffer) => Buffer;
}

/** The bytes of a small database with a table of accounts. */
export function smallDatabase(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-small-"));
  const path = join(folder, DATABASE);
  const sqlite = new Sqlite(path);
  sqlite.run("CREATE TABLE migrations (owner TEXT PRIMARY KEY, version INTEGER NOT NULL)");
  sqlite.run("CREATE TABLE accounts (account TEXT PRIMARY KEY)");
  sqlite.run("INSERT INTO accounts VALUES ('alice@localhost')");
  sqlite.close();
  const bytes = readFileSync(path);
  rmSync(folder, { recursive: true });
  return bytes;
}

export const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

export const manifestFor = (files: readonly Written[], changes: Partial<Manifest> = {}): Manifest => ({
  ...{ version: "0.1.0", created: Date.UTC(2026, 10, 30), host: "pi", domains: ["localhost"], schema: {} },
  counts: { accounts: 1, messages: 0, rooms: 0, files: 0 },
  parts: files.map(({ path, content }) => ({ path, bytes: content.length, sha256: sha256(content) })),
  ...changes,
});

/** A tar, not compressed: the manifest, which may be any text, and these files. */
export function tarWith(manifest: string, files: readonly Written[]): Buffer {
  const entry = (path: string, content: Buffer, change = (header: Buffer) => header): Buffer[] => [
    change(headerOf(path, content.length, 0)),
    content,
    Buffer.alloc(paddingOf(content.length)),
  ];
  const parts = files.flatMap(({ path, content, header }) => entry(PREFIX + path, content, header));
  return Buffer.concat([...entry(MANIFEST, Buffer.from(manifest)), ...parts, END]);
}

/** Writes it as a backup. */
export function writeTar(path: string, tar: Buffer): void {
  writeFileSync(path, zstdCompressSync(tar, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }));
}

/** A good backup of two files. */
export const goodFiles = (): Written[] => [
  { path: DATABASE, content: smallDatabase() },
  { path: "config.toml", content: Buffer.from('domains = ["localhost"]\n') },
];

export const goodTar = (files = goodFiles()): Buffer => tarWith(writeManifest(manifestFor(files)), files);
