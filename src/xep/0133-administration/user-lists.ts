/** XEP-0133 §4.13–§4.22: how many accounts are registered, disabled, online, active or idle, and which. */
import type { Element } from "ltx";
import { type AdminCommand, type Administered, resultForm } from "./admin-command.ts";

/** More do not fit into a form that people read. */
const MAX_SHOWN = 1000;

const AWAY: ReadonlySet<string | null> = new Set(["away", "xa"]);

/** As the person says: what an app does in the background is nobody's business (XEP-0352 §7). */
const isAway = (presence: Element): boolean => AWAY.has(presence.getChildText("show"));

interface Group {
  /** As the names of nodes and fields have it. */
  readonly name: string;
  readonly title: string;
  /** What stands at the end of the list's node. */
  readonly suffix: "-list" | "";
  readonly members: () => readonly string[];
}

export const listCommands = ({ accounts, sessions }: Administered): readonly AdminCommand[] => {
  const online = (): string[] => [...new Set([...sessions.all()].map(({ account }) => account))].sort();
  const isActive = (account: string): boolean =>
    [...sessions.of(account)].some(({ presence }) => presence && !isAway(presence));
  const groups: readonly Group[] = [
    { name: "registered", title: "Accounts", suffix: "-list", members: () => accounts.list().map(({ jid }) => jid) },
    { name: "disabled", title: "Disabled accounts", suffix: "-list", members: () => accounts.disabled() },
    { name: "online", title: "Accounts that are online", suffix: "-list", members: online },
    { name: "active", title: "Accounts that are here", suffix: "", members: () => online().filter(isActive) },
    {
      name: "idle",
      title: "Accounts that are online, and away",
      suffix: "",
      members: () => online().filter((account) => !isActive(account)),
    },
  ];
  return groups.flatMap(({ name, title, suffix, members }) => [
    {
      node: `get-${name}-users-num`,
      name: `${title}: how many`,
      fields: () => [],
      run: () => resultForm({ var: `${name}usersnum`, label: title, values: [String(members().length)] }),
    },
    {
      node: `get-${name}-users${suffix}`,
      name: title,
      fields: () => [],
      run: () => resultForm({ var: `${name}userjids`, label: title, values: members().slice(0, MAX_SHOWN) }),
    },
  ]);
};
