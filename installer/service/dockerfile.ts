/** Dockerfile(5): the server in a container, whose home is a volume. */
import { commandOf, type Description } from "./description.ts";

/** Of a configuration that changes no port. */
const PORTS = ["80", "443", "5222", "5223", "5269", "5270", "7777", "3478", "3478/udp", "5349"];

/** For a folder in which the executable for Linux lies, as `jabber-home`. */
export function dockerfile(service: Description): string {
  const { binary, home, user } = service;
  return `FROM debian:stable-slim
COPY jabber-home ${binary}
RUN useradd --system --user-group --create-home --home-dir ${home} ${user} && chmod 700 ${home}
USER ${user}
VOLUME ${home}
EXPOSE ${PORTS.join(" ")}
HEALTHCHECK --start-period=60s CMD ["${binary}", "status", "--home", "${home}"]
ENTRYPOINT ["${binary}"]
CMD ${JSON.stringify(commandOf(service).slice(1))}
`;
}
