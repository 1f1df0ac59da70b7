/** What config.toml has to say for what came along: rooms go on being answered where they were. */
import { readFileSync } from "node:fs";
import type { Config } from "../config/schema.ts";
import { textsIn } from "../config/services.ts";
import { changeConfig } from "../config/write.ts";
import type { Home } from "../home.ts";
import { modules } from "../modules.ts";
import type { ImportResult } from "../operations/import.ts";
import { writeDurably } from "../store/durable-file.ts";

/** The labels of services that had rooms, and at which none answer yet. */
export function newRoomLabels(
  { modules: sections }: Config,
  { roomLabels }: Pick<ImportResult, "roomLabels">,
): string[] {
  const { subdomain, also } = sections.rooms ?? {};
  const known = [subdomain, ...textsIn(also)];
  return roomLabels.filter((label) => !known.includes(label));
}

/** Adds these labels to `rooms.also`; the rest of the file stays as it is. */
export function answerRoomsAt(home: Home, { modules: sections }: Config, labels: readonly string[]): void {
  if (labels.length === 0) return;
  const also = [...textsIn(sections.rooms?.also), ...labels];
  const text = readFileSync(home.config, "utf8");
  writeDurably(home.config, changeConfig(text, modules, new Map([["rooms.also", also]])));
}
