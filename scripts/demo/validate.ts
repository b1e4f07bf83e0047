/** Checks what the five variants of the demo can read, and compares the answers with the expected ones. */
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { namespaceOfVariant } from '../../src/demo/names';
import { answersText } from './answers-text';
import {
  Answer,
  Answers,
  differences,
  Endpoint,
  ENDPOINTS,
  outcomeOf,
  OutcomeTable,
  renderOutcomes,
  Variant,
  VARIANTS,
} from './outcome';
import { demoCommand } from './demo-command';
import { Kubectl, KubectlError } from './kubectl';
import { loadBalancerOf } from './load-balancers';
import { LOAD_BALANCER, VIA } from './via';

const ATTEMPTS = 3;
const BETWEEN_ATTEMPTS = 1000;
const SERVICE_PORT = 80;
const LONGEST_BODY = 1 << 20;

/** Address of a server, until it is closed. */
interface Server {
  readonly host: string;
  readonly port: number;
  close(): void;
}

type Connect = (variant: Variant) => Promise<Server>;

demoCommand({
  summary:
    'Check what the five variants of the demo can read. Exit code 1: an answer is not as expected. 2: wrong usage, or a missing tool or cluster.',
  timeout: { bounds: `maximum time to wait for an answer, in each of up to ${ATTEMPTS} attempts`, seconds: 15 },
  options: { via: VIA },
  flags: { answers: 'print each answer; of /proc/cpuinfo, the first five lines' },
  run: async (kubectl, { seconds, options: { via }, flags }) => {
    console.log(`sending ${ENDPOINTS.length} requests to each of ${VARIANTS.length} variants`);
    const milliseconds = seconds * 1000;
    const connect: Connect =
      via === LOAD_BALANCER
        ? (variant) => balanced(kubectl, variant)
        : (variant) => forwarded(kubectl, variant, milliseconds);
    const answers = await Promise.all(
      VARIANTS.map(async (variant) => [variant, await askPatiently(connect, variant, milliseconds)] as const),
    );
    if (flags.has('answers')) console.log(answersText(answers));
    const table = Object.fromEntries(
      answers.map(([variant, of]) => [
        variant,
        Object.fromEntries(ENDPOINTS.map((endpoint) => [endpoint, outcomeOf(variant, endpoint, of[endpoint])])),
      ]),
    ) as OutcomeTable;
    console.log(renderOutcomes(table));
    return differences(table).length === 0;
  },
});

async function forwarded(kubectl: Kubectl, variant: Variant, milliseconds: number): Promise<Server> {
  const forward = await kubectl.forward(namespaceOfVariant(variant), variant, SERVICE_PORT, milliseconds);
  return { host: '127.0.0.1', port: forward.port, close: () => forward.close() };
}

async function balanced(kubectl: Kubectl, variant: Variant): Promise<Server> {
  const host = await loadBalancerOf(kubectl, variant);
  if (host === undefined)
    throw new KubectlError(
      `service ${variant} has no address: npm run demo:deploy -- --via load-balancer waits for it`,
      '',
    );
  return { host, port: SERVICE_PORT, close: () => undefined };
}

/** Asks again if an answer is missing, because the pod may have just started, or the connection may have failed. Never asks again because of an unexpected answer. */
async function askPatiently(connect: Connect, variant: Variant, milliseconds: number): Promise<Answers> {
  for (let attempt = 1; ; attempt += 1) {
    const answers = await ask(connect, variant, milliseconds);
    const isComplete = ENDPOINTS.every((endpoint) => !('failure' in answers[endpoint]));
    if (isComplete || attempt === ATTEMPTS) return answers;
    await sleep(BETWEEN_ATTEMPTS);
  }
}

async function ask(connect: Connect, variant: Variant, milliseconds: number): Promise<Answers> {
  try {
    const server = await connect(variant);
    try {
      const answers: [Endpoint, Answer][] = [];
      for (const endpoint of ENDPOINTS) answers.push([endpoint, await request(server, endpoint, milliseconds)]);
      return Object.fromEntries(answers) as Answers;
    } finally {
      server.close();
    }
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    return Object.fromEntries(
      ENDPOINTS.map((endpoint) => [endpoint, { failure: error.message }]),
    ) as unknown as Answers;
  }
}

function request({ host, port }: Server, path: string, milliseconds: number): Promise<Answer> {
  return new Promise<Answer>((resolve) => {
    const failed = (error: Error): void => resolve({ failure: error.message });
    const options = { host, port, path, agent: false, signal: AbortSignal.timeout(milliseconds) };
    get(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('error', failed);
      response.on('data', (text: string) => {
        if (body.length < LONGEST_BODY) body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    }).on('error', failed);
  });
}
