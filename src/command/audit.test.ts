import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ControlServer, serveControl } from "../control/server.ts";
import { type Home, homeAt } from "../home.ts";
import type { AuditEntry, AuditPage } from "../operations/audit.ts";
import audit, { printEntries } from "./audit.ts";

/** Entries of a page. */
const PAGE = 500;
const KEPT = 1200;

const entry = (id: number): AuditEntry => ({
  ...{ id, time: Date.UTC(2026, 0, 1), door: "command line", account: null },
  ...{ act: "accounts.remove", whom: ["bob@example.com"] },
});

let home: Home;
let server: ControlServer;

beforeAll(() => {
  home = homeAt(mkdtempSync(join(tmpdir(), "audit-")));
  const ignore = (): void => {};
  const log = { error: ignore, warn: ignore, info: ignore, debug: ignore };
  const show = (body: unknown): AuditPage => {
    const { max, before = KEPT + 1 } = body as { max: number; before?: number };
    const entries = Array.from({ length: Math.min(max, PAGE, before - 1) }, (_, index) => entry(before - 1 - index));
    const last = entries.at(-1)?.id ?? 1;
    return { entries, next: last > 1 ? last : undefined };
  };
  server = serveControl(home.controlSocket, () => ({ "POST /audit/show": show }), log);
});
afterAll(async () => {
  await server.stop();
  rmSync(home.directory, { recursive: true });
});

async function idsOf(lines: string): Promise<readonly number[]> {
  const printed: string[] = [];
  const out = (text: string): void => void printed.push(text);
  const terminal = { out, err: out, isInteractive: false, isColoured: false, input: () => Buffer.alloc(0), env: {} };
  await audit.run({ flags: { lines, json: true }, operands: [], home, terminal, language: "en" });
  return (JSON.parse(printed.join("")) as { entries: { id: number }[] }).entries.map(({ id }) => id);
}

test("as many entries as are wanted are shown, though the server gives a page at once", async () => {
  expect(await idsOf("3")).toEqual([1200, 1199, 1198]);
  expect(await idsOf("700")).toEqual(Array.from({ length: 700 }, (_, index) => KEPT - index));
  expect(await idsOf("100000")).toHaveLength(KEPT);
});

test("an entry says when, who and what, with the spaces of the language", () => {
  expect(printEntries([entry(1)], "en")).toBe("2026-01-01 00:00  at the command line: removed bob@example.com");
  expect(printEntries([entry(1)], "fr")).toBe(
    "2026-01-01 00:00  en ligne de commande\u00a0: a supprimé bob@example.com",
  );
});
