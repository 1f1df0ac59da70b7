/** Check: is there room on the disk? */
import { defineCheck, said } from "./check.ts";

interface Room {
  readonly free: number;
  /** Below which nothing new is taken. */
  readonly reserve: number;
}

interface Details {
  /** Nothing new is taken. */
  readonly "disk-full": Room;
  readonly "disk-low": Room;
}

/** Less than so many times what is kept free is too little for long. */
const LOW = 2;

export const diskCheck = defineCheck<Details>({
  look: ({ disk }) => {
    if (!disk) return [];
    const { free, reserve, full } = disk;
    if (full) return [{ kind: "disk-full", severity: "bad", details: { free, reserve } }];
    return free < LOW * reserve ? [{ kind: "disk-low", severity: "warning", details: { free, reserve } }] : [];
  },
  say: {
    "disk-full": ({ free, reserve }, { messages, size }) => said(messages["disk-full"](size(free), size(reserve))),
    "disk-low": ({ free, reserve }, { messages, size }) => said(messages["disk-low"](size(free), size(reserve))),
  },
});
