/** The contents of the report: what each section says, its charts, and whose rows its table has. */
import type { ChartName } from "./charts.ts";

export interface Section {
  readonly title: string;
  /** In Markdown. No figures: they are of one run. */
  readonly text: string;
  readonly charts: readonly ChartName[];
  /** Its table has the rows of these scenarios, but for those of the first section. */
  readonly scenarios: readonly string[];
}

/** Its table has every row whose place is in its chart, whatever the scenario. */
export const FIRST_SECTION: Section = {
  title: "CPU for an operation",
  text: `What a server at home costs is the time of the processor that it takes for each thing that it does: it shares the machine with
others, and has nothing to do most of the time. So this comes first; how many of them it does in a second, and how soon, follows. The
first operations since the start cost more, since code is compiled and caches are filled while they are done.`,
  charts: ["cpu"],
  scenarios: [],
};

export const SECTIONS: readonly Section[] = [
  FIRST_SECTION,
  {
    title: "Memory",
    text: `Proportional set size (PSS) of all processes of a server: what processes have in common is shared out among them. After
everything means: after all the loads of the first section, on the same running server, when nobody is connected any more.`,
    charts: ["memory"],
    scenarios: ["start", "memory", "memory-after", "idle", "steady"],
  },
  {
    title: "A message now and then",
    text: `At home, messages come one by one: what a server does around each of them counts, such as waking up and writing to the disk.
A server that writes each message at once and one that gathers what comes within a moment differ here. (jabberd2 archives nothing.)`,
    charts: ["wake-ups", "disk"],
    scenarios: ["chat-paced", "chat-slow"],
  },
  {
    title: "How many in a second, and how soon",
    text: "At full load, on one core. “≥”: the load generator was at its end, not the server.",
    charts: [],
    scenarios: ["logins", "chat", "presence-storm", "rooms", "rooms-large", "archive", "roster-login"],
  },
  {
    title: "Other ways of a message",
    text: "Measured once with each program: with acknowledgements, over HTTPS, between servers, and published to contacts.",
    charts: ["ways"],
    scenarios: ["chat-acked", "chat-websocket", "chat-bosh", "s2s", "pep"],
  },
  {
    title: "Files",
    text: "A file is taken and given over HTTPS (XEP-0363). A small one is answered here only when it is on the disk.",
    charts: ["files"],
    scenarios: ["files", "https"],
  },
  {
    title: "Calls",
    text: "Relayed by TURN, in alternation with coturn, which does nothing else. Nearly all of it is the system's sending and receiving.",
    charts: ["calls"],
    scenarios: ["turn"],
  },
  {
    title: "Moving in",
    text: "Archived messages of another server, read and stored by the verb `import`, from the start of the program to its end.",
    charts: ["import"],
    scenarios: ["import"],
  },
  {
    title: "Pages",
    text: "The other servers have none of them.",
    charts: [],
    scenarios: ["pages"],
  },
  {
    title: "As it grows: accounts online",
    text: `A message and a login touch the sessions of their own accounts alone. Where a login costs more among ten thousand, that is
probably the collection of its garbage, which goes through what all sessions keep: in a longer run of logins alone, it cost no more than
among two hundred. Memory is that of a connection which has come since the size before.`,
    charts: ["scale-online", "scale-online-memory"],
    scenarios: ["scale-online"],
  },
  {
    title: "As it grows: messages archived",
    text: `Pages of an archive and of one conversation are read by an index, from where the last page has ended; a message is stored at the end.
A search has a cost of its own, which the few results of a small archive share. Beyond that, the index of words of a million messages is
larger than SQLite's cache: its pages are fetched from the system's.`,
    charts: ["scale-archive"],
    scenarios: ["scale-archive"],
  },
  {
    title: "As it grows: rooms",
    text: "What is done in a room touches its own occupants alone. Entering includes making the room, for one in five.",
    charts: ["scale-rooms"],
    scenarios: ["scale-rooms"],
  },
  {
    title: "As it grows: contacts",
    text: `For each contact, fetching the roster and showing presence become cheaper, since more of them share what the request itself costs.
Changing one contact costs the same among many: apps are told of that one alone.`,
    charts: ["scale-roster"],
    scenarios: ["scale-roster"],
  },
];
