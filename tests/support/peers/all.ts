/** The servers that can be started here, our own first. */
import { ejabberd, ejabberdMnesia } from "./ejabberd.ts";
import { jabberHome } from "./jabber-home.ts";
import type { Peer } from "./peer.ts";
import { prosody, prosodyInternal } from "./prosody.ts";

export const ALL_PEERS: readonly Peer[] = [jabberHome, prosody, ejabberd, prosodyInternal, ejabberdMnesia];

/** What is measured when nobody says otherwise: each server once, as its own documentation recommends for a small one. */
export const DEFAULT_PEERS: readonly Peer[] = [jabberHome, prosody, ejabberd];
