/** Unicode's tables for domain names (UTS 46) and for what is written from right to left: read when they are needed first. */

// Most homes never do: each costs some megabytes of memory.
export const domainTables = (): typeof import("tr46") => require("tr46");
export const directionTables = (): typeof import("tr46/lib/regexes.js") => require("tr46/lib/regexes.js");
