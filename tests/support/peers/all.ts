/** The servers that the bench compares, jabber-home first. */
import { ejabberd, ejabberdMnesia } from "./ejabberd.ts";
import { jabberHome } from "./jabber-home.ts";
import { jabberd2 } from "./jabberd2.ts";
import type { Peer } from "./peer.ts";
import { prosody, prosodyInternal } from "./prosody.ts";

export const ALL_PEERS: readonly Peer[] = [jabberHome, prosody, prosodyInternal, ejabberd, ejabberdMnesia, jabberd2];
