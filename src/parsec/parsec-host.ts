import { expectTypes } from '../diagnostics/expected-type';
import { Weakness } from '../edge/weakness';
import { PARSEC_FOLDER, PARSEC_SERVICE_FOLDERS, PARSEC_SOCKET, PARSEC_USER_ID } from '../host/parsec';
import { holdsPath } from '../host/path';
import { Problems, quote } from '../diagnostics/input-error';
import { absolutePath, labels as labelProblems, unixId } from '../kubernetes/syntax';

/** Options of a Parsec service. */
export interface ParsecHostProps {
  /**
   * Group that owns the socket's folder (mode 0750). Every member of the group can be a client.
   *
   * The group differs by distribution: `parsec` (1206) on Izuma Edge, `parsec-clients` elsewhere.
   */
  readonly groupId: number;

  /** User the service runs as. It owns the socket's folder, so no client can have this user. */
  readonly serviceUserId: number;

  /**
   * Folder of the socket `parsec.sock`.
   * @default "/run/parsec"
   */
  readonly socketFolder?: string;

  /**
   * Labels of the gateways that have Parsec. A label under `node-restriction.kubernetes.io/` can be set only by an
   * administrator (`kubectl label node`), not by the kubelet itself.
   * @default - node-restriction.kubernetes.io/parsec: "true"
   */
  readonly nodeLabels?: Record<string, string>;
}

/** Reason to mount the socket's folder of a node. */
export const PARSEC_FOLDER_REASON =
  "Parsec's own folder, read-only: its socket is the way to the gateway's key service";

/** Parsec service of the gateways: its socket, the group that can reach it, and the user it runs as. */
export class ParsecHost {
  /** Izuma Edge (LmP): folder `/run/parsec`, group and service user 1206. */
  public static izumaEdge(): ParsecHost {
    return new ParsecHost({ groupId: PARSEC_USER_ID, serviceUserId: PARSEC_USER_ID });
  }

  /** Group that owns the socket's folder. */
  public readonly groupId: number;
  /** User that the service runs as. */
  public readonly serviceUserId: number;
  /** Folder of the socket. */
  public readonly socketFolder: string;
  /** Labels of the gateways that have Parsec. */
  public readonly nodeLabels: Record<string, string>;
  /**
   * Mount of the folder from the host.
   * @internal
   */
  public readonly _mount: Weakness;

  /** @throws {@link InputError} if an id is out of range or 0, the folder contains more than the socket, or a label is invalid */
  constructor(props: ParsecHostProps) {
    expectTypes('ParsecHost', { props: [props, 'object'] });
    this.groupId = props.groupId;
    this.serviceUserId = props.serviceUserId;
    this.socketFolder = props.socketFolder ?? PARSEC_FOLDER;
    this.nodeLabels = { ...(props.nodeLabels ?? { 'node-restriction.kubernetes.io/parsec': 'true' }) };
    const problems = new Problems();
    problems.add(unixId('groupId', this.groupId));
    problems.add(unixId('serviceUserId', this.serviceUserId));
    if (this.groupId === 0)
      problems.add("groupId must not be 0, which is root's: give the group that owns the socket's folder");
    problems.add(absolutePath('socketFolder', this.socketFolder));
    if (this.socketFolder === '/tmp' || PARSEC_SERVICE_FOLDERS.some((folder) => holdsPath(folder, this.socketFolder)))
      problems.add(
        `socketFolder must contain only Parsec's socket, got ${quote(this.socketFolder)}: mount ${quote(PARSEC_FOLDER)}`,
      );
    if (this.socketFolder.endsWith('.sock'))
      problems.add(
        `socketFolder must be the folder, not the socket, got ${quote(this.socketFolder)}: a mounted socket stops working when the service restarts`,
      );
    for (const problem of labelProblems('node label', this.nodeLabels)) problems.add(problem);
    problems.throwIfAny('ParsecHost');
    // rejects sensitive paths, for a claim too
    this._mount = Weakness.hostPath(this.socketFolder, { reason: PARSEC_FOLDER_REASON });
  }

  /** Address of the service, as `PARSEC_SERVICE_ENDPOINT` specifies it. */
  public get endpoint(): string {
    return `unix:${this.socketFolder}/${PARSEC_SOCKET}`;
  }
}
