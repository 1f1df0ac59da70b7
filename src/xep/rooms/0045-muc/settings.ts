/** XEP-0045 §10.2, §16.5.3: the settings of a room, in the order of its configuration form. */
import { choice, choices, count, flag, languageTag, limit, type Setting, text, xmppUri } from "./setting-types.ts";

/**
 * One row each: the field of the form and its label, the default, the disco#info feature that follows from the value, and
 * the fields of the room's disco#info form that show it. The defaults make a private room.
 */
export const SETTINGS = {
  roomname: text({
    var: "muc#roomconfig_roomname",
    label: "Name of the room",
    default: "",
    info: ["muc#roomconfig_roomname"],
  }),
  roomdesc: text({
    var: "muc#roomconfig_roomdesc",
    label: "Short description of the room",
    default: "",
    info: ["muc#roominfo_description"],
  }),
  /** Of the discussion. */
  lang: languageTag({
    var: "muc#roomconfig_lang",
    label: "Language of the discussions (en, fr, de …)",
    default: "",
    info: ["muc#roominfo_lang"],
  }),
  /** Whether the service lists it. */
  publicroom: flag({
    var: "muc#roomconfig_publicroom",
    label: "List the room for everybody?",
    default: false,
    feature: (isPublic) => (isPublic ? "muc_public" : "muc_hidden"),
  }),
  /** Whether it outlives its last occupant. */
  persistentroom: flag({
    var: "muc#roomconfig_persistentroom",
    label: "Keep the room when everybody has left?",
    default: true,
    feature: (isPersistent) => (isPersistent ? "muc_persistent" : "muc_temporary"),
  }),
  membersonly: flag({
    var: "muc#roomconfig_membersonly",
    label: "Let members in, and nobody else?",
    default: true,
    feature: (isMembersOnly) => (isMembersOnly ? "muc_membersonly" : "muc_open"),
  }),
  passwordprotectedroom: flag({
    var: "muc#roomconfig_passwordprotectedroom",
    label: "Ask for a password?",
    default: false,
    feature: (isProtected) => (isProtected ? "muc_passwordprotected" : "muc_unsecured"),
  }),
  /** The password. */
  roomsecret: text({ var: "muc#roomconfig_roomsecret", label: "The password", default: "" }, "text-private"),
  /** Who sees real JIDs. With "anyone", clients can encrypt for each of the occupants. */
  whois: choice(["anyone", "moderators"], {
    var: "muc#roomconfig_whois",
    label: "Who sees the addresses of those in the room?",
    default: "anyone",
    feature: (who) => (who === "anyone" ? "muc_nonanonymous" : "muc_semianonymous"),
  }),
  /** Whether only occupants with voice send messages to all. */
  moderatedroom: flag({
    var: "muc#roomconfig_moderatedroom",
    label: "Let only those speak who have been given voice?",
    default: false,
    feature: (isModerated) => (isModerated ? "muc_moderated" : "muc_unmoderated"),
  }),
  /** In a members-only room; admins and owners always may. */
  allowinvites: flag({
    var: "muc#roomconfig_allowinvites",
    label: "May members invite others?",
    default: false,
    info: ["muc#roomconfig_allowinvites"],
  }),
  /** Moderators always may. */
  changesubject: flag({
    var: "muc#roomconfig_changesubject",
    label: "May everybody with a voice change the subject?",
    default: false,
    info: ["muc#roominfo_subjectmod", "muc#roomconfig_changesubject"],
  }),
  /** Who may send private messages. */
  allowpm: choice(["anyone", "participants", "moderators", "none"], {
    var: "muc#roomconfig_allowpm",
    label: "Who may send private messages?",
    default: "anyone",
    info: ["muc#roomconfig_allowpm"],
  }),
  /** The roles whose presence is broadcast. */
  presencebroadcast: choices(["moderator", "participant", "visitor"], {
    var: "muc#roomconfig_presencebroadcast",
    label: "Whose presence does everybody in the room see?",
    default: ["moderator", "participant", "visitor"],
  }),
  /** The roles that may retrieve the member list. In a semi-anonymous room, only moderators may, whatever is set (§5.2.1). */
  getmemberlist: choices(["moderator", "participant", "visitor"], {
    var: "muc#roomconfig_getmemberlist",
    label: "Who may ask for the list of members?",
    default: ["moderator", "participant", "visitor"],
  }),
  /** Occupants; "none": as many as the service allows. */
  maxusers: limit(["10", "20", "30", "50", "100", "200", "500", "1000"], {
    var: "muc#roomconfig_maxusers",
    label: "How many may be in the room at the same time?",
    default: "none",
  }),
  /** Messages of the discussion history that are sent on entering. */
  maxhistoryfetch: count({
    var: "muc#maxhistoryfetch",
    label: "How many of the last messages are shown to who enters, at the most?",
    default: 25,
    info: ["muc#maxhistoryfetch"],
  }),
  /** XEP-0313. */
  enablearchiving: flag({
    var: "muc#roomconfig_enablearchiving",
    label: "Keep what is said, for those who may enter?",
    default: true,
  }),
  /** Public logging (§7.2.12). */
  enablelogging: flag({
    var: "muc#roomconfig_enablelogging",
    label: "Let anybody read what was said, even without entering?",
    default: false,
  }),
  /** XEP-0452. */
  forwardmentions: flag({
    var: "muc#roomconfig_forwardmentions",
    label:
      "Forward messages to the members with a registered nickname whom they mention, while these are not in the room?",
    default: true,
  }),
  /** The PubSub node of the room. */
  pubsub: xmppUri({
    var: "muc#roomconfig_pubsub",
    label: "XMPP URI of a publish-subscribe node that belongs to the room",
    default: "",
    info: ["muc#roomconfig_pubsub"],
  }),
};

export type SettingName = keyof typeof SETTINGS;

/** The value of each setting. */
export type RoomConfig = { readonly [Name in SettingName]: ReturnType<(typeof SETTINGS)[Name]["parse"]> };

/** The rows with their names, where the type of the value does not matter. */
export const settings = Object.entries(SETTINGS) as [SettingName, Setting<unknown>][];

export const DEFAULT_CONFIG = Object.fromEntries(
  settings.map(([name, setting]) => [name, setting.default]),
) as RoomConfig;

/** §10.1.2: how a room begins, by the option `rooms.new`; what else its maker wants stands in the form. */
export const NEW_ROOM: Readonly<Record<string, Partial<RoomConfig>>> = {
  private: {},
  open: { membersonly: false, whois: "moderators" },
};

/** §7.2.12: not in a room that not everybody may enter, whatever is set: some clients set it for every room that they create. */
export const isPubliclyLogged = ({
  enablelogging,
  membersonly,
  passwordprotectedroom,
}: Pick<RoomConfig, "enablelogging" | "membersonly" | "passwordprotectedroom">): boolean =>
  enablelogging && !membersonly && !passwordprotectedroom;
