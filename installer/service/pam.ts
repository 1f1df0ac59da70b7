/** The file below /etc/pam.d by which PAM checks passwords for the server (pam.d(5)): the way in which this system checks them anyway. */
import { existsSync, writeFileSync } from "node:fs";
import type { Machine } from "./machine.ts";

const FOLDER = "/etc/pam.d";

/** What the system's own rules are called there, and how they are named in a file that goes by them. */
const FORMS = [
  { rules: "common-auth", text: "@include common-auth\n@include common-account\n" },
  { rules: "system-auth", text: "auth include system-auth\naccount include system-auth\n" },
] as const;

export interface PamService {
  /** Absolute. */
  readonly path: string;
  /** "there": it stays as it is. "lacking": somebody else has to write `text`, or to know what belongs into it. */
  readonly state: "there" | "written" | "lacking";
  /** Undefined where this system has rules of neither form. */
  readonly text: string | undefined;
}

/** Writes it as the administrator, where there is none. Throws what the system says. */
export function openPamService({ root, isAdministrator }: Machine, name: string): PamService {
  const path = `${FOLDER}/${name}`;
  const text = FORMS.find(({ rules }) => existsSync(`${root}${FOLDER}/${rules}`))?.text;
  if (existsSync(root + path)) return { path, text, state: "there" };
  if (!isAdministrator || text === undefined) return { path, text, state: "lacking" };
  writeFileSync(root + path, `# Passwords of jabber-home (auth.source = "system").\n${text}`, {
    mode: 0o644,
    flag: "wx",
  });
  return { path, text, state: "written" };
}
