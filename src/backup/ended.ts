/** What a database that is taken back does not go on with: it would be valid twice, or was of a process that is gone. */

/** A statement on a table, which need not be there. */
export interface Ended {
  readonly table: string;
  readonly sql: string;
}

const all = (...tables: readonly string[]): Ended[] => tables.map((table) => ({ table, sql: `DELETE FROM ${table}` }));

export const ENDED: readonly Ended[] = [
  // XEP-0484 §3.4: a counter that goes back would let a recorded request be used again. Apps sign in by their passwords.
  ...all("fast_token"),
  // Sessions of browsers, and links to a new password, may have been ended since.
  ...all("web_session"),
  { table: "invitation", sql: "DELETE FROM invitation WHERE kind = 'password'" },
  // XEP-0198, with apps: nobody can resume them any more; what waited in them is delivered as after a session's end.
  { table: "suspended_session", sql: "UPDATE suspended_session SET ends = 0" },
  // XEP-0198, with other servers: their counters have gone on.
  ...all("incoming_stream", "outgoing_stream", "adopted_stream"),
  // RFC 6121 §2.6: apps may know versions that were given since; none of them is given again for another list.
  { table: "roster_version", sql: "UPDATE roster_version SET version = version + 1000000" },
  // It was not off by accident, and nobody is to be told since when.
  ...all("alive"),
];

/** Stanzas for other servers, which the server that was backed up will have sent in the meantime. */
export const WAITING: Ended = { table: "waiting_stanza", sql: "DELETE FROM waiting_stanza" };
