/** What tests of sources have in common. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Element } from "ltx";
import { print } from "../xml/print.ts";
import type { Imported, Source } from "./source.ts";
import { SourceError } from "./source-error.ts";

/** A new folder with these files, which is removed with it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>) {
  const path = mkdtempSync(join(tmpdir(), "jabber-home-source-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** All that a source has; elements as text. */
export async function itemsOf(source: Source): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for await (const item of source.read()) items.push(shown(item));
  source.close();
  return items;
}

const shown = (item: Imported): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fieldsOf(item)).map(([name, value]) => [name, isElement(value) ? print(value) : value] as const),
  );

/** Those of a message may be of a class. */
const fieldsOf = (item: Imported): object =>
  item.type === "archived"
    ? { account: item.account, id: item.id, time: item.time, peer: item.peer, message: item.message, type: item.type }
    : item;

const isElement = (value: unknown): value is Element => typeof value === "object" && value !== null && "cnode" in value;

/** Why a source is refused, and where: "code a.dat:3". Rejects where it is not. */
export async function refusalOf(work: () => unknown, folder: string): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { file, line, table, row } = error.place;
    const place = [file.replace(`${folder}/`, ""), line, table, row].filter((part) => part !== undefined).join(":");
    return `${error.reason} ${place}`;
  }
  throw new Error("the source is not refused");
}
