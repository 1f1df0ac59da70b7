/** Rooms and shared roster groups of ejabberd. */
import { elementIn } from "../foreign-xml.ts";
import type { Imported, ImportedRoom } from "../source.ts";
import type { EjabberdData, StoredGroup } from "./data.ts";
import { isAtom, itemOf, jidOf, listOf, type Term, Tuple, textOf } from "./term.ts";

const AFFILIATIONS = ["owner", "admin", "member", "outcast"] as const;
type Affiliation = (typeof AFFILIATIONS)[number];

/** By name: [{Name, Value}]. */
export const optionsIn = (terms: readonly Term[]): ReadonlyMap<string, Term> =>
  new Map(terms.map((term) => [textOf(itemOf(term, 0)) ?? "", itemOf(term, 1)]));

/**
 * The rooms and their messages. ejabberd registers nicknames with a service (XEP-0045 §7.10 has it with a room): each is reserved in the rooms
 * of that service in which its owner has an affiliation. Throws SourceError.
 */
export function* roomItems(data: EjabberdData): Generator<Imported> {
  const registered = new Map<string, Registered>();
  for (const service of data.nicknameServices())
    registered.set(
      service,
      new Map([...data.nicknames(service)].map(({ jid, nick }) => [jid, { nick, isUsed: false }])),
    );
  yield* withNicknames(data, registered);
  for (const [service, nicknames] of registered)
    for (const [jid, { nick, isUsed }] of nicknames)
      if (!isUsed)
        yield { type: "left", account: jid, kind: "other", reason: "of-no-use", subject: `${nick}, ${service}` };
}

/** The nicknames of a service, by the bare JID of who has registered them. */
type Registered = ReadonlyMap<string, { readonly nick: string; isUsed: boolean }>;

function* withNicknames(data: EjabberdData, registered: ReadonlyMap<string, Registered>): Generator<Imported> {
  for (const room of data.rooms()) {
    const service = room.slice(room.lastIndexOf("@") + 1);
    yield roomOf(room, optionsIn(data.roomOptions(room)), registered.get(service));
    for (const read of data.archive(room)) {
      const { id, time, peer, nick, xml } = read();
      const message = elementIn(xml);
      if (!message) {
        yield { type: "left", kind: "room-messages", reason: "malformed", subject: room };
        continue;
      }
      // It is stored as it came: from the real JID of who has sent it.
      for (const name of ["from", "to"]) delete message.attrs[name];
      yield { type: "room-message", room, id, time, nick, sender: peer || undefined, message };
    }
  }
}

function roomOf(room: string, options: ReadonlyMap<string, Term>, registered: Registered | undefined): ImportedRoom {
  const subject = subjectIn(options.get("subject"));
  const author = textOf(options.get("subject_author"));
  const avatar = elementIn(textOf(options.get("vcard")) ?? "");
  return {
    type: "room",
    room,
    config: configOf(options),
    affiliations: listOf(options.get("affiliations")).flatMap((entry) => {
      const found = affiliationIn(entry);
      const own = found && registered?.get(found.jid);
      if (!found || !own) return found ?? [];
      own.isUsed = true;
      return { ...found, nick: own.nick };
    }),
    ...(subject ? { subject: { text: subject, nick: author || undefined } } : {}),
    ...(avatar ? { avatar } : {}),
  };
}

/** XEP-0045 §16.5.3. */
function configOf(options: ReadonlyMap<string, Term>): Record<string, readonly string[]> {
  const isSet = (name: string): boolean => isAtom(options.get(name), "true");
  const flag = (value: boolean): readonly string[] => [value ? "1" : "0"];
  const texts = { roomname: "title", roomdesc: "description", lang: "lang", maxusers: "max_users" };
  const given = Object.entries(texts).flatMap(([field, name]) => {
    const text = textOf(options.get(name));
    return text ? [[field, [text]] as const] : [];
  });
  const password = textOf(options.get("password"));
  const config = Object.fromEntries<readonly string[]>([
    ...given,
    ["persistentroom", flag(isSet("persistent"))],
    ["publicroom", flag(isSet("public"))],
    ["membersonly", flag(isSet("members_only"))],
    // Where newcomers may speak anyway, being moderated changes nothing.
    ["moderatedroom", flag(isSet("moderated") && !isSet("members_by_default"))],
    ["passwordprotectedroom", flag(isSet("password_protected"))],
    ["whois", [isSet("anonymous") ? "moderators" : "anyone"]],
    ["changesubject", flag(isSet("allow_change_subj"))],
    ["allowinvites", flag(isSet("allow_user_invites"))],
    ...(password && isSet("password_protected") ? [["roomsecret", [password]] as const] : []),
  ]);
  return Object.fromEntries(Object.entries(config).map(([name, values]) => [`muc#roomconfig_${name}`, values]));
}

/** {{User, Server, Resource}, Affiliation} or {…, {Affiliation, Reason}}. */
function affiliationIn(entry: Term): ImportedRoom["affiliations"][number] | undefined {
  const [who, what] = [itemOf(entry, 0), itemOf(entry, 1)];
  const [name, reason] = what instanceof Tuple ? [textOf(itemOf(what, 0)), textOf(itemOf(what, 1))] : [textOf(what)];
  const affiliation = AFFILIATIONS.find((each): each is Affiliation => each === name);
  const jid = jidOf(who);
  return affiliation && jid ? { jid, affiliation, reason: reason || undefined } : undefined;
}

/** A text, or a list of {text, Language, Text}. */
function subjectIn(term: Term | undefined): string | undefined {
  const texts = listOf(term).flatMap((each) => textOf(itemOf(each, 2)) ?? []);
  return texts[0] ?? textOf(term);
}

/** `accounts` are those of the group's host: "@all@" means them all. */
export function circleOf({ id, host, options, members }: StoredGroup, accounts: () => Iterable<string>): Imported {
  const known = optionsIn(options);
  const isOfAll = isAtom(known.get("all_users"), "true") || members.some((member) => member.startsWith("@all@"));
  const all = isOfAll ? [...accounts()].filter((account) => account.endsWith(`@${host}`)) : members;
  const name = textOf(known.get("label")) || textOf(known.get("name")) || id;
  return { type: "circle", id: `${id}@${host}`, name, members: all };
}
