/** systemd.path(5): the service may not replace its own executable; where it wants an update, the administrator's `update` runs. */
import { UPDATE_FOLDER, WANTED } from "../../src/release/journal.ts";
import { type Description, SERVICE } from "./description.ts";

export const UPDATE_UNIT = `${SERVICE}-update`;

/** Waits for the file that the server writes (src/command/update/automatic.ts); that it is there leads to nothing but `update`. */
export const updatePathFile = ({ home }: Pick<Description, "home">): string => `[Unit]
Description=Waits for ${SERVICE} to ask for an update

[Path]
PathChanged=${home}/${UPDATE_FOLDER}/${WANTED}

[Install]
WantedBy=multi-user.target
`;

/** What it installs has to be signed, and newer than what is there. */
export const updateServiceFile = ({ binary, home }: Pick<Description, "binary" | "home">): string => `[Unit]
Description=Update of ${SERVICE}
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=${binary} update --yes --home ${home}
`;
