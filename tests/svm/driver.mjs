// A real Solana virtual machine (litesvm) for tests in C++: one JSON request a line on stdin, one answer a line on stdout.
// tests/support/svm_host.h is the other end. Keys are base58, bytes base64, 64-bit numbers decimal strings.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { transactionErrorJson } from './errors.mjs';

const require = createRequire(new URL('../npm/', import.meta.url));
const { LiteSVM, FailedTransactionMetadata, Clock } = require('litesvm');
const { address, getBase58Decoder, getTransactionDecoder } = require('@solana/kit');

const base58 = getBase58Decoder();
const transactionDecoder = getTransactionDecoder();
const toBase64 = (bytes) => Buffer.from(bytes).toString('base64');

function accountJson(account) {
  if (!account.exists) return null;
  return {
    lamports: String(account.lamports),
    owner: account.programAddress,
    executable: account.executable,
    data: toBase64(account.data),
  };
}

const accountAt = (key) => accountJson(svm.getAccount(address(key)));

function outcome(result, meta) {
  const returned = meta.returnData();
  const isFailed = result instanceof FailedTransactionMetadata;
  return {
    err: isFailed ? transactionErrorJson(result.err()) : null,
    units: String(meta.computeUnitsConsumed()),
    logs: meta.logs(),
    returnData: toBase64(returned.data()),
    returnProgram: base58.decode(returned.programId()),
    inner: meta.innerInstructions().map((list) =>
      list.map((one) => ({
        program: one.instruction().programIdIndex(),
        accounts: toBase64(one.instruction().accounts()),
        data: toBase64(one.instruction().data()),
        height: one.stackHeight(),
      }))),
  };
}

const decode = (request) => transactionDecoder.decode(Buffer.from(request.transaction, 'base64'));

let svm;

// The machine counts a program that is added as deployed in the slot before, and shows it in every slot but that one.
// So the clock must not go back there, and where it loses a program all the same, it has to say why.
let addedPrograms = new Map();

function refuseLostProgram(answer) {
  const line = answer.logs.findIndex((text) => /^Program is not (deployed|cached)$/.test(text));
  const key = line > 0 && answer.logs[line - 1].split(' ')[1];
  if (!addedPrograms.has(key)) return answer;
  const { slot, size } = addedPrograms.get(key);
  const now = accountAt(key);
  throw new Error(`${answer.logs[line]}: ${key}, added in slot ${slot} with ${size} bytes, in slot ${svm.getClock().slot} ` +
    (now ? `${Buffer.from(now.data, 'base64').length} bytes of ${now.owner}, executable: ${now.executable}` : 'gone'));
}

const operations = {
  start(request) {
    svm = new LiteSVM().withSigverify(request.verifySignatures).withBlockhashCheck(request.checkBlockhash);
    addedPrograms = new Map();
    return {};
  },
  send(request) {
    const result = svm.sendTransaction(decode(request));
    const meta = result instanceof FailedTransactionMetadata ? result.meta() : result;
    return refuseLostProgram({ ...outcome(result, meta), accounts: request.watch.map(accountAt) });
  },
  simulate(request) {
    const result = svm.simulateTransaction(decode(request));
    return refuseLostProgram({ ...outcome(result, result.meta()), accounts: [] });
  },
  account: (request) => ({ account: accountAt(request.key) }),
  setAccount(request) {
    const data = Buffer.from(request.data, 'base64');
    svm.setAccount({
      address: address(request.key), lamports: BigInt(request.lamports), programAddress: address(request.owner),
      executable: request.executable, data, space: BigInt(data.length),
    });
    return {};
  },
  addProgram(request) {
    const image = readFileSync(request.path);
    svm.addProgramWithLoader(address(request.key), image, address(request.loader));
    addedPrograms.set(request.key, { slot: svm.getClock().slot, size: image.length });
    return {};
  },
  airdrop(request) {
    const result = svm.airdrop(address(request.key), BigInt(request.lamports));
    if (result === null || result instanceof FailedTransactionMetadata) throw new Error('the airdrop failed');
    return {};
  },
  blockhash: () => ({ blockhash: svm.latestBlockhash() }),
  expireBlockhash() {
    svm.expireBlockhash();
    return { blockhash: svm.latestBlockhash() };
  },
  clock() {
    const clock = svm.getClock();
    return {
      slot: String(clock.slot), epochStart: String(clock.epochStartTimestamp), epoch: String(clock.epoch),
      leaderScheduleEpoch: String(clock.leaderScheduleEpoch), unixTime: String(clock.unixTimestamp),
    };
  },
  setClock(request) {
    for (const [key, { slot }] of addedPrograms) {
      if (BigInt(request.slot) < slot) throw new Error(`${key} was added in slot ${slot}, after slot ${request.slot}`);
    }
    svm.setClock(new Clock(BigInt(request.slot), BigInt(request.epochStart), BigInt(request.epoch),
      BigInt(request.leaderScheduleEpoch), BigInt(request.unixTime)));
    return {};
  },
  recentSlot: () => ({ slot: String(svm.getSlotHashes()[0].slot) }),
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = { ok: true, ...operations[request.op](request) };
  } catch (error) {
    answer = { ok: false, error: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
