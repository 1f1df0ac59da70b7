/** What there is to say of rooms, for people. */
import type { Language } from "../../certificate/messages.ts";
import type { RoomDetails } from "../../xep/rooms/0045-muc/admin/operator.ts";
import { AFFILIATIONS } from "../../xep/rooms/0045-muc/privileges.ts";
import { isLoggedForAll } from "../../xep/rooms/0045-muc/state/public-logging.ts";
import { hanging, WIDTH } from "../wrap.ts";
import type { RoomEntry } from "./routes.ts";
import { ROOMS, type RoomWords } from "./words.ts";

/** Two lines for each. `command` is what makes the first one. */
export function printRooms(rooms: readonly RoomEntry[], command: string, language: Language): string {
  const words = ROOMS[language];
  if (rooms.length === 0) return `${words.none}\n  ${command}`;
  const entries = rooms.map(({ jid, name, isPublic, isForMembers, isLocked, occupants, members }) => {
    const kind = kindOf({ publicroom: isPublic, membersonly: isForMembers }, isLocked, words);
    const facts = [kind, words.inside(occupants), words.members(members)].join(words.separator);
    return `\n${titled(jid, name, words)}\n${hanging("  ", facts)}`;
  });
  return [words.rooms(rooms.length), ...entries].join("\n");
}

export function printRoom(room: RoomDetails, language: Language): string {
  const words = ROOMS[language];
  const { jid, config, isLocked, created, subject, occupants } = room;
  const rows: [string, string][] = [
    [words.settings, [kindOf(config, isLocked, words), ...particulars(room, words)].join(words.separator)],
    [words.about, plain(config.roomdesc)],
    [words.subject, plain(subject)],
    [words.since, dayOf(created)],
    ...affiliationRows(room, words),
    ...occupants.map(({ nick, account, role, clients }): [string, string] => [
      words.now,
      [plain(nick), account, words.roles[role], ...(clients > 1 ? [words.apps(clients)] : [])].join(words.separator),
    ]),
  ];
  const shown = rows.filter(([, text]) => text !== "");
  const width = Math.max(...shown.map(([label]) => label.length));
  return [
    titled(jid, config.roomname, words),
    ...shown.map(([label, text]) => hanging(`  ${label.padEnd(width)}  `, text)),
    ...(occupants.length === 0 ? [`  ${words.inside(0)}`] : []),
  ].join("\n");
}

/** In a word or two. */
export function kindOf(
  { publicroom, membersonly }: Pick<RoomDetails["config"], "publicroom" | "membersonly">,
  isLocked: boolean,
  { kinds }: RoomWords,
): string {
  if (isLocked) return kinds.locked;
  if (publicroom) return membersonly ? kinds.listed : kinds.public;
  return membersonly ? kinds.private : kinds.open;
}

/** What is not as in most rooms. */
function particulars({ config }: RoomDetails, { setTo }: RoomWords): string[] {
  return [
    ...(config.persistentroom ? [] : [setTo.temporary]),
    ...(config.moderatedroom ? [setTo.moderated] : []),
    ...(config.passwordprotectedroom ? [setTo.password] : []),
    ...(config.whois === "moderators" ? [setTo.anonymous] : []),
    ...(config.enablearchiving ? [] : [setTo.unarchived]),
    ...(isLoggedForAll(config) ? [setTo.logged] : []),
  ];
}

/** The highest first, an address a line. */
function affiliationRows({ affiliations }: RoomDetails, words: RoomWords): [string, string][] {
  return [...AFFILIATIONS]
    .reverse()
    .flatMap((affiliation) =>
      affiliations
        .filter((entry) => entry.affiliation === affiliation)
        .map(({ jid, reason }): [string, string] => [
          words.affiliations[affiliation],
          reason === null ? jid : `${jid} ${words.named(plain(reason))}`,
        ]),
    );
}

function titled(jid: string, name: string, words: RoomWords): string {
  if (name === "") return jid;
  const room = Math.max(20, WIDTH - jid.length - 5);
  const called = plain(name);
  return `${jid} ${words.named(called.length > room ? `${called.slice(0, room - 1)}…` : called)}`;
}

/** People write what they like, which must not steer a terminal. */
const plain = (text: string): string => text.replace(/[\p{C}\s]+/gu, " ").trim();

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
