/** What config.toml has to say for what came along: rooms and files go on being answered where they were. */
import { readFileSync } from "node:fs";
import type { Config } from "../config/schema.ts";
import { textsIn } from "../config/services.ts";
import { webAddressOf } from "../config/web-address.ts";
import { changeConfig } from "../config/write.ts";
import type { Home } from "../home.ts";
import { modules } from "../modules.ts";
import type { ImportResult } from "../operations/import-run.ts";
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

/** The names of services that had files, and at which none are found yet. */
export function newFileHosts(config: Config, { fileHosts }: Pick<ImportResult, "fileHosts">): string[] {
  const known = [...config.general.domains, config.general.host, webAddressOf(config)?.name, ...config.web.also];
  return fileHosts.filter((name) => !known.includes(name));
}

/** Adds these to `rooms.also` and `web.also`; the rest of the file stays as it is. */
export function answerAt(home: Home, config: Config, roomLabels: readonly string[], hosts: readonly string[]): void {
  const changes = new Map<string, readonly string[]>();
  if (roomLabels.length > 0) changes.set("rooms.also", [...textsIn(config.modules.rooms?.also), ...roomLabels]);
  if (hosts.length > 0) changes.set("web.also", [...config.web.also, ...hosts]);
  if (changes.size > 0) writeDurably(home.config, changeConfig(readFileSync(home.config, "utf8"), modules, changes));
}
