/** Rooms, for people. */
import type { Language } from "../../messages/language.ts";
import { type RoomMessages, roomKind, roomMessages } from "../../messages/rooms.ts";
import { hanging, WIDTH } from "../../messages/wrap.ts";
import { onOneLine } from "../../one-line.ts";
import type { RoomEntry } from "../../operations/rooms.ts";
import type { RoomDetails } from "../../xep/rooms/0045-muc/admin/operator.ts";
import { AFFILIATIONS } from "../../xep/rooms/0045-muc/privileges.ts";
import { isPubliclyLogged } from "../../xep/rooms/0045-muc/settings.ts";

/** Two lines for each room. `command` is the command line that creates one. */
export function printRooms(rooms: readonly RoomEntry[], command: string, language: Language): string {
  const messages = roomMessages[language];
  if (rooms.length === 0) return `${messages.none}\n  ${command}`;
  const entries = rooms.map(({ jid, name, isPublic, isForMembers, isLocked, occupants, members }) => {
    const kind = roomKind({ isPublic, isForMembers, isLocked }, language);
    const facts = [kind, messages.inside(occupants), messages.members(members)].join(messages.separator);
    return `\n${titled(jid, name, messages)}\n${hanging("  ", facts)}`;
  });
  return [messages.rooms(rooms.length), ...entries].join("\n");
}

export function printRoom(room: RoomDetails, language: Language): string {
  const messages = roomMessages[language];
  const { jid, config, created, subject, occupants } = room;
  const rows: [string, string][] = [
    [messages.settings, [kindOf(room, language), ...particulars(room, messages)].join(messages.separator)],
    [messages.about, onOneLine(config.roomdesc)],
    [messages.subject, onOneLine(subject)],
    [messages.since, dayOf(created)],
    ...affiliationRows(room, messages),
    ...occupants.map(({ nick, account, role, clients }): [string, string] => [
      messages.now,
      [onOneLine(nick), account, messages.roles[role], ...(clients > 1 ? [messages.apps(clients)] : [])].join(
        messages.separator,
      ),
    ]),
  ];
  const shown = rows.filter(([, text]) => text !== "");
  const width = Math.max(...shown.map(([label]) => label.length));
  return [
    titled(jid, config.roomname, messages),
    ...shown.map(([label, text]) => hanging(`  ${label.padEnd(width)}  `, text)),
    ...(occupants.length === 0 ? [`  ${messages.inside(0)}`] : []),
  ].join("\n");
}

export const kindOf = ({ config, isLocked }: Pick<RoomDetails, "config" | "isLocked">, language: Language): string =>
  roomKind({ isPublic: config.publicroom, isForMembers: config.membersonly, isLocked }, language);

/** The settings that differ from those of most rooms. */
function particulars({ config }: RoomDetails, { setTo }: RoomMessages): string[] {
  return [
    ...(config.persistentroom ? [] : [setTo.temporary]),
    ...(config.moderatedroom ? [setTo.moderated] : []),
    ...(config.passwordprotectedroom ? [setTo.password] : []),
    ...(config.whois === "moderators" ? [setTo.anonymous] : []),
    ...(config.enablearchiving ? [] : [setTo.unarchived]),
    ...(isPubliclyLogged(config) ? [setTo.logged] : []),
  ];
}

/** The highest affiliation first, a line for each address. */
function affiliationRows({ affiliations }: RoomDetails, messages: RoomMessages): [string, string][] {
  return [...AFFILIATIONS]
    .reverse()
    .flatMap((affiliation) =>
      affiliations
        .filter((entry) => entry.affiliation === affiliation)
        .map(({ jid, reason }): [string, string] => [
          messages.affiliations[affiliation],
          reason === null ? jid : `${jid} ${messages.named(onOneLine(reason))}`,
        ]),
    );
}

function titled(jid: string, name: string, messages: RoomMessages): string {
  if (name === "") return jid;
  const room = Math.max(20, WIDTH - jid.length - 5);
  const called = onOneLine(name);
  return `${jid} ${messages.named(called.length > room ? `${called.slice(0, room - 1)}…` : called)}`;
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
