import { Weakness } from '../edge/weakness';
import { PARSEC_FOLDER, PARSEC_SERVICE_FOLDERS, PARSEC_SOCKET, PARSEC_USER_ID } from '../host/parsec';
import { holdsPath } from '../host/path';
import { Problems, quote } from '../input-error';
import { absolutePath, labels as labelProblems, unixId } from '../kubernetes/syntax';

/** How Parsec runs on the gateways. */
export interface ParsecHostProps {
  /**
   * Group that owns the socket's folder, mode 0750: who is in it is a client.
   *
   * It differs by distribution: `parsec` (1206) on Izuma Edge, `parsec-clients` elsewhere.
   */
  readonly groupId: number;

  /** User that the service runs as. It owns the socket's folder, so no client may be it. */
  readonly serviceUserId: number;

  /**
   * Folder of the socket. The socket itself is `parsec.sock` in it.
   * @default "/run/parsec"
   */
  readonly socketFolder?: string;

  /**
   * Labels of the gateways that have Parsec. Under `node-restriction.kubernetes.io/`, since a kubelet
   * cannot give itself such a label: an administrator sets it (`kubectl label node`).
   * @default - node-restriction.kubernetes.io/parsec: "true"
   */
  readonly nodeLabels?: Record<string, string>;
}

const REASON = "Parsec's own folder, read-only: its socket is the way to the gateway's key service";

/** Parsec as it runs on the gateways: its socket, the group that reaches it, the user that serves it. */
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
   * The folder as a mount of the host's.
   * @internal
   */
  public readonly _mount: Weakness;

  /** @throws when an id is out of range or 0, the folder is not one of Parsec's own, or a label is not valid */
  constructor(props: ParsecHostProps) {
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
        `socketFolder must hold nothing but Parsec's socket, got ${quote(this.socketFolder)}: mount ${quote(PARSEC_FOLDER)}`,
      );
    if (this.socketFolder.endsWith('.sock'))
      problems.add(
        `socketFolder must be the folder, not the socket, got ${quote(this.socketFolder)}: a mounted socket is dead once the service restarts`,
      );
    for (const problem of labelProblems('node label', this.nodeLabels)) problems.add(problem);
    problems.throwIfAny('ParsecHost');
    // refuses what hands over the node, for a claim as for a mount
    this._mount = Weakness.hostPath(this.socketFolder, { reason: REASON });
  }

  /** Where a client finds the service, as `PARSEC_SERVICE_ENDPOINT` says it. */
  public get endpoint(): string {
    return `unix:${this.socketFolder}/${PARSEC_SOCKET}`;
  }
}
