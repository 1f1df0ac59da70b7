/** XEP-0045 §10.2, §16.5.3: all that can be set of a room, in the order of its form; each in a file of its own. */
import { allowinvites } from "./settings/allowinvites.ts";
import { allowpm } from "./settings/allowpm.ts";
import { changesubject } from "./settings/changesubject.ts";
import { enablearchiving } from "./settings/enablearchiving.ts";
import { enablelogging } from "./settings/enablelogging.ts";
import { forwardmentions } from "./settings/forwardmentions.ts";
import { getmemberlist } from "./settings/getmemberlist.ts";
import type { Setting } from "./settings/kinds.ts";
import { lang } from "./settings/lang.ts";
import { maxhistoryfetch } from "./settings/maxhistoryfetch.ts";
import { maxusers } from "./settings/maxusers.ts";
import { membersonly } from "./settings/membersonly.ts";
import { moderatedroom } from "./settings/moderatedroom.ts";
import { passwordprotectedroom } from "./settings/passwordprotectedroom.ts";
import { persistentroom } from "./settings/persistentroom.ts";
import { presencebroadcast } from "./settings/presencebroadcast.ts";
import { publicroom } from "./settings/publicroom.ts";
import { pubsub } from "./settings/pubsub.ts";
import { roomdesc } from "./settings/roomdesc.ts";
import { roomname } from "./settings/roomname.ts";
import { roomsecret } from "./settings/roomsecret.ts";
import { whois } from "./settings/whois.ts";

export const SETTINGS = {
  roomname,
  roomdesc,
  lang,
  publicroom,
  persistentroom,
  membersonly,
  passwordprotectedroom,
  roomsecret,
  whois,
  moderatedroom,
  allowinvites,
  changesubject,
  allowpm,
  presencebroadcast,
  getmemberlist,
  maxusers,
  maxhistoryfetch,
  enablearchiving,
  enablelogging,
  forwardmentions,
  pubsub,
};

export type SettingName = keyof typeof SETTINGS;

/** How a room is set up. */
export type RoomConfig = { readonly [Name in SettingName]: ReturnType<(typeof SETTINGS)[Name]["read"]> };

/** Each setting with its name, where its value is of no matter. */
export const settings = Object.entries(SETTINGS) as [SettingName, Setting<unknown>][];

/** A room that nobody has said anything of: private. */
export const DEFAULTS = Object.fromEntries(settings.map(([name, setting]) => [name, setting.default])) as RoomConfig;
