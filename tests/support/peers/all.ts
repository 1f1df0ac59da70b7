/** The servers that can be started here, jabber-home first. */
import { ejabberd, ejabberdMnesia } from "./ejabberd.ts";
import { jabberHome } from "./jabber-home.ts";
import type { Peer } from "./peer.ts";
import { prosody, prosodyInternal } from "./prosody.ts";

export const ALL_PEERS: readonly Peer[] = [jabberHome, prosody, ejabberd, prosodyInternal, ejabberdMnesia];

/** Measured by default: each server once, configured as its documentation recommends for a small one. */
export const DEFAULT_PEERS: readonly Peer[] = [jabberHome, prosody, ejabberd];
