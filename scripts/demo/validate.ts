/** Checks what the five variants of the demo can read, and compares the answers with the expected ones. */
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_NAMESPACE } from '../../src/demo/names';
import {
  Answer,
  differences,
  Endpoint,
  ENDPOINTS,
  Outcome,
  outcomeOf,
  OutcomeTable,
  renderOutcomes,
  Variant,
  VARIANTS,
} from './outcome';
import { demoCommand } from './demo-command';
import { Kubectl, KubectlError } from './kubectl';

const ATTEMPTS = 3;
const BETWEEN_ATTEMPTS = 1000;
const SERVICE_PORT = 80;
const LONGEST_BODY = 1 << 20;

type Answers = Readonly<Record<Endpoint, Answer>>;

demoCommand({
  summary:
    'Check what the five variants of the demo can read. Exit code 1: an answer is not as expected. 2: wrong usage, or a missing tool or cluster.',
  timeout: { bounds: `maximum time to wait for an answer, in each of up to ${ATTEMPTS} attempts`, seconds: 15 },
  run: async (kubectl, { seconds }) => {
    console.log(`sending ${ENDPOINTS.length} requests to each of ${VARIANTS.length} variants`);
    const rows = await Promise.all(
      VARIANTS.map(async (variant) => [variant, await outcomes(kubectl, variant, seconds * 1000)]),
    );
    const table = Object.fromEntries(rows) as OutcomeTable;
    console.log(renderOutcomes(table));
    return differences(table).length === 0;
  },
});

async function outcomes(kubectl: Kubectl, variant: Variant, milliseconds: number): Promise<Record<Endpoint, Outcome>> {
  const answers = await askPatiently(kubectl, variant, milliseconds);
  return Object.fromEntries(ENDPOINTS.map((e) => [e, outcomeOf(variant, e, answers[e])])) as Record<Endpoint, Outcome>;
}

/** Asks again if an answer is missing, because the pod may have just started, or the connection may have failed. Never asks again because of an unexpected answer. */
async function askPatiently(kubectl: Kubectl, variant: Variant, milliseconds: number): Promise<Answers> {
  for (let attempt = 1; ; attempt += 1) {
    const answers = await ask(kubectl, variant, milliseconds);
    const isComplete = ENDPOINTS.every((endpoint) => !('failure' in answers[endpoint]));
    if (isComplete || attempt === ATTEMPTS) return answers;
    await sleep(BETWEEN_ATTEMPTS);
  }
}

async function ask(kubectl: Kubectl, variant: Variant, milliseconds: number): Promise<Answers> {
  try {
    const forward = await kubectl.forward(DEMO_NAMESPACE, variant, SERVICE_PORT, milliseconds);
    try {
      const answers: [Endpoint, Answer][] = [];
      for (const endpoint of ENDPOINTS) answers.push([endpoint, await request(forward.port, endpoint, milliseconds)]);
      return Object.fromEntries(answers) as Answers;
    } finally {
      forward.close();
    }
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    return Object.fromEntries(
      ENDPOINTS.map((endpoint) => [endpoint, { failure: error.message }]),
    ) as unknown as Answers;
  }
}

function request(port: number, path: string, milliseconds: number): Promise<Answer> {
  return new Promise<Answer>((resolve) => {
    const failed = (error: Error): void => resolve({ failure: error.message });
    const options = { host: '127.0.0.1', port, path, agent: false, signal: AbortSignal.timeout(milliseconds) };
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
