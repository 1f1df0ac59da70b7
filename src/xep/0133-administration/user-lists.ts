/** XEP-0133 §4.13–§4.22: how many accounts are registered, disabled, online, active or idle, and which. */
import { type AdminCommand, resultForm } from "./admin-command.ts";
import type { AdministrationOperations } from "./operations.ts";

/** More do not fit into a form that people read. */
const MAX_SHOWN = 1000;

interface Group {
  /** As the names of nodes and fields have it. */
  readonly name: string;
  readonly title: string;
  /** The end of the name of the list's node. */
  readonly suffix: "-list" | "";
  readonly members: () => readonly string[];
}

export const listCommands = (operations: AdministrationOperations): readonly AdminCommand[] => {
  const groups: readonly Group[] = [
    { name: "registered", title: "Accounts", suffix: "-list", members: () => operations.accounts.registered() },
    { name: "disabled", title: "Disabled accounts", suffix: "-list", members: () => operations.accounts.disabled() },
    { name: "online", title: "Accounts that are online", suffix: "-list", members: () => operations.sessions.online() },
    { name: "active", title: "Accounts that are here", suffix: "", members: () => operations.sessions.active() },
    {
      name: "idle",
      title: "Accounts that are online, and away",
      suffix: "",
      members: () => operations.sessions.idle(),
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
