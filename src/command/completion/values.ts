/** What may stand in the place of an operand, or behind a flag. */
import { optionsByKey, sectionsOf } from "../../config/schema.ts";
import type { NameKind } from "../../control/protocol.ts";
import type { Language } from "../../messages/language.ts";
import { optionSentence } from "../../messages/options.ts";
import { modules } from "../../modules.ts";
import { AFFILIATIONS } from "../../xep/rooms/0045-muc/privileges.ts";
import { EXPORT_FORMATS } from "../export-format.ts";

export type Values =
  | { readonly kind: "choices"; readonly choices: readonly string[] }
  | { readonly kind: "files" | "folders" }
  /** Options of config.toml, as `--set` takes them. */
  | { readonly kind: "settings" }
  /** The running server is asked. */
  | { readonly kind: "live"; readonly live: NameKind }
  /** Nobody can know. */
  | { readonly kind: "free" };

const FREE: Values = { kind: "free" };
const FILES: Values = { kind: "files" };
const choices = (given: readonly string[]): Values => ({ kind: "choices", choices: given });
const live = (of: NameKind): Values => ({ kind: "live", live: of });

/** By the word that stands for what is typed; any other is free. */
const BY_WORD: Readonly<Record<string, Values>> = {
  ...{ F: FILES, FILE: FILES, PATH: FILES, SOURCE: FILES },
  AFFILIATION: choices(AFFILIATIONS),
  CIRCLE: live("circles"),
  DIR: { kind: "folders" },
  DOMAIN: live("domains"),
  FORMAT: choices(EXPORT_FORMATS),
  ID: live("invitations"),
  JID: live("accounts"),
  "KEY=VALUE": { kind: "settings" },
  OLD: live("domains"),
  ROOM: live("rooms"),
};

/** Where a word means something else in a verb: what does not exist yet, or is not of this server. */
const EXCEPTIONS: Readonly<Record<string, Values>> = {
  "user add JID": FREE,
  "move-in JID": FREE,
  "room create ROOM": FREE,
  "circle create CIRCLE": FREE,
  "federation DOMAIN": live("servers"),
  "dns --server DOMAIN": live("servers"),
};

/**
 * What `word` ("JID", "[JID…]", "en|fr") stands for; `place` is the verb, and the flag where it stands behind one. Throws for a
 * word that is not known here.
 */
export function valuesOf(word: string, place: string): Values {
  const bare = word.replace(/^\[|…?\]?$/g, "");
  if (bare.includes("|")) return choices(bare.split("|"));
  return EXCEPTIONS[`${place} ${bare}`] ?? BY_WORD[bare] ?? FREE;
}

export interface Setting {
  /** "web.chat=true", or "host=" where the value is free. */
  readonly text: string;
  readonly sentence: string;
}

/** Every option of config.toml, those with few values with each of them. */
export const settings = (language: Language): readonly Setting[] =>
  [...optionsByKey(sectionsOf(modules))].flatMap(([key, option]) => {
    const given = option.kind === "flag" ? ["true", "false"] : option.kind === "choice" ? option.choices : [];
    const texts = given.length > 0 ? given.map((value) => `${key}=${value}`) : [`${key}=`];
    const sentence = optionSentence(option.sentence, language);
    return texts.map((text) => ({ text, sentence }));
  });
