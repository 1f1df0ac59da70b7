/** What people do with their own accounts. Unlike what administrators do, nobody keeps a record of it. */
import { type ClientOperations, clientOperations } from "./clients.ts";
import { type HistoryOperations, historyOperations } from "./histories.ts";
import { type ProfileDeps, type ProfileOperations, profileOperations } from "./profiles.ts";

export interface OwnAccountOperations {
  readonly profiles: ProfileOperations;
  readonly clients: ClientOperations;
  readonly histories: HistoryOperations;
}

export const ownAccountOperations = (deps: ProfileDeps): OwnAccountOperations => ({
  profiles: profileOperations(deps),
  clients: clientOperations(deps),
  histories: historyOperations(deps),
});
