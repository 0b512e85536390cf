// Durable nonces, the Ed25519 precompile and the refusal of deployments, through both generations of clients.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, load, startLedger, until } from './ledger.mjs';

const web3 = load('@solana/web3.js');
const kit = load('@solana/kit');
const WebSocket = load('ws');
const { Keypair, SystemProgram, Transaction } = web3;

let ledger;
let connection;
let payer;

before(async () => {
    ledger = await startLedger(50, { cheats: true });
    connection = new web3.Connection(ledger.rpc, 'confirmed');
    payer = Keypair.generate();
    const signature = await connection.requestAirdrop(payer.publicKey, 100_000_000_000);
    await connection.confirmTransaction({ signature, ...(await connection.getLatestBlockhash()) });
});
after(async () => ledger.stop());

// web3.js keeps a blockhash for half a minute: a connection that has seen none starts over.
async function expireBlockhashes() {
    await ledger.cheat('ppv_expireBlockhashes');
    connection = new web3.Connection(ledger.rpc, 'confirmed');
}

async function makeNonce() {
    const account = Keypair.generate();
    const lamports = await connection.getMinimumBalanceForRentExemption(web3.NONCE_ACCOUNT_LENGTH);
    const create = SystemProgram.createNonceAccount({
        fromPubkey: payer.publicKey, noncePubkey: account.publicKey, authorizedPubkey: payer.publicKey, lamports,
    });
    await web3.sendAndConfirmTransaction(connection, create, [payer, account]);
    return account.publicKey;
}

test('web3.js signs with a nonce today and sends it when every blockhash of today has died', async () => {
    const noncePubkey = await makeNonce();
    const { value: held, context } = await connection.getNonceAndContext(noncePubkey);
    const parsed = (await connection.getParsedAccountInfo(noncePubkey)).value.data;
    assert.equal(parsed.program, 'nonce');
    assert.equal(parsed.parsed.info.blockhash, held.nonce);
    const to = Keypair.generate().publicKey;
    const transaction = new Transaction({
        feePayer: payer.publicKey,
        nonceInfo: {
            nonce: held.nonce,
            nonceInstruction: SystemProgram.nonceAdvance({ noncePubkey, authorizedPubkey: payer.publicKey }),
        },
        minContextSlot: context.slot,
    }).add(SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports: 1_000_000 }));
    transaction.sign(payer);
    await expireBlockhashes();
    const { value: fee } = await connection.getFeeForMessage(transaction.compileMessage());
    assert.equal(fee, 5_000);
    const signature = await connection.sendRawTransaction(transaction.serialize());
    const confirmed = await connection.confirmTransaction({
        signature, nonceAccountPubkey: noncePubkey, nonceValue: held.nonce, minContextSlot: context.slot,
    });
    assert.equal(confirmed.value.err, null);
    assert.equal(await connection.getBalance(to), 1_000_000);
    assert.notEqual((await connection.getNonce(noncePubkey)).nonce, held.nonce);
    await assert.rejects(connection.sendRawTransaction(transaction.serialize()), /Blockhash not found|already been processed/);
});

test('kit sends and confirms with a durable nonce', async () => {
    const noncePubkey = await makeNonce();
    const { nonce } = await connection.getNonce(noncePubkey);
    const rpc = kit.createSolanaRpc(ledger.rpc);
    const rpcSubscriptions = kit.createSolanaRpcSubscriptions(ledger.ws);
    const signer = await kit.createKeyPairSignerFromBytes(payer.secretKey);
    await expireBlockhashes();
    const message = kit.pipe(
        kit.createTransactionMessage({ version: 0 }),
        (one) => kit.setTransactionMessageFeePayerSigner(signer, one),
        (one) => kit.setTransactionMessageLifetimeUsingDurableNonce({
            nonce, nonceAccountAddress: kit.address(noncePubkey.toBase58()), nonceAuthorityAddress: signer.address,
        }, one));
    const transaction = await kit.signTransactionMessageWithSigners(message);
    await kit.sendAndConfirmDurableNonceTransactionFactory({ rpc, rpcSubscriptions })(transaction, { commitment: 'confirmed' });
    assert.notEqual((await connection.getNonce(noncePubkey)).nonce, nonce);
});

test('a nonce transaction that fails still uses the nonce up', async () => {
    const noncePubkey = await makeNonce();
    const { nonce } = await connection.getNonce(noncePubkey);
    await ledger.cheat('ppv_timeTravel', [{ blocks: 2 }]);
    const transaction = new Transaction({
        feePayer: payer.publicKey,
        nonceInfo: {
            nonce, nonceInstruction: SystemProgram.nonceAdvance({ noncePubkey, authorizedPubkey: payer.publicKey }),
        },
    }).add(SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: noncePubkey, lamports: 10 ** 15 }));
    transaction.sign(payer);
    const signature = await connection.sendRawTransaction(transaction.serialize(), { skipPreflight: true });
    const status = await until(async () => (await connection.getSignatureStatus(signature)).value, 'the status');
    assert.deepEqual(status.err, { InstructionError: [1, { Custom: 1 }] });
    await until(async () => (await connection.getNonce(noncePubkey)).nonce !== nonce, 'the next nonce');
});

test('the Ed25519 program checks signatures and charges for them', async () => {
    const signer = Keypair.generate();
    const good = web3.Ed25519Program.createInstructionWithPrivateKey({
        privateKey: signer.secretKey, message: Buffer.from('pay the bearer'),
    });
    const signature = await web3.sendAndConfirmTransaction(connection, new Transaction().add(good), [payer]);
    const landed = await connection.getTransaction(signature);
    assert.equal(landed.meta.fee, 10_000);
    assert.deepEqual(landed.meta.logMessages, []);
    const data = Buffer.from(good.data);
    data[data.length - 1] ^= 1;
    const forged = new Transaction().add(new web3.TransactionInstruction({ ...good, data }));
    forged.recentBlockhash = (await connection.getLatestBlockhash()).blockhash;
    forged.sign(payer);
    const { error } = await call(ledger.rpc, 'sendTransaction', [
        forged.serialize().toString('base64'), { encoding: 'base64', preflightCommitment: 'confirmed' }]);
    assert.equal(error.code, -32002);
    assert.deepEqual(error.data.err, { InstructionError: [0, { Custom: 2 }] });
});

test('a deployment is refused in words', async () => {
    const buffer = Keypair.generate();
    const loader = web3.BPF_LOADER_PROGRAM_ID;
    const deploy = new Transaction().add(
        SystemProgram.createAccount({
            fromPubkey: payer.publicKey, newAccountPubkey: buffer.publicKey, programId: loader, space: 64,
            lamports: await connection.getMinimumBalanceForRentExemption(64),
        }),
        new web3.TransactionInstruction({
            programId: loader, keys: [{ pubkey: buffer.publicKey, isSigner: true, isWritable: true }], data: Buffer.alloc(20),
        }));
    await assert.rejects(web3.sendAndConfirmTransaction(connection, deploy, [payer, buffer]), (error) => {
        assert.ok(error.logs.some((line) => line.includes('deploys no others')), error.logs.join('\n'));
        return true;
    });
});

test('explorers get what they ask for on their first page', async () => {
    const ask = async (method, params = []) => {
        const { result, error } = await call(ledger.rpc, method, params);
        assert.equal(error, undefined, `${method}: ${error?.message}`);
        return result;
    };
    const slot = await connection.getSlot();
    assert.equal((await connection.getLargestAccounts()).value[0].lamports > 0, true);
    assert.equal((await connection.getLargestAccounts({ filter: 'circulating' })).value[0].address.toBase58(), payer.publicKey.toBase58());
    assert.ok((await connection.getSupply()).value.circulating > 0);
    const [leader] = Object.entries(await ask('getLeaderSchedule'));
    assert.equal(leader[1].length, 432_000);
    assert.equal((await connection.getBlockProduction()).value.byIdentity[leader[0]].length, 2);
    assert.equal((await connection.getInflationRate()).total, 0);
    assert.equal((await connection.getInflationGovernor()).initial, 0);
    assert.deepEqual(await connection.getInflationReward([payer.publicKey]), [null]);
    assert.equal((await connection.getStakeMinimumDelegation()).value, 1_000_000_000);
    assert.ok(Array.isArray(await connection.getRecentPerformanceSamples(4)));
    assert.ok((await ask('getMaxRetransmitSlot')) >= slot);
    assert.ok((await ask('getMaxShredInsertSlot')) >= slot);
    assert.equal((await ask('getBlockCommitment', [await connection.getSlot('confirmed')])).totalStake, 1_000_000_000);
    assert.equal((await call(ledger.rpc, 'getHighestSnapshotSlot', [])).error.code, -32008);
});

test('slot updates are told in the cluster’s words, blocks and votes as where they are not offered', async () => {
    const types = new Set();
    const id = connection.onSlotUpdate((update) => types.add(update.type));
    await until(() => ['createdBank', 'frozen', 'optimisticConfirmation', 'root'].every((type) => types.has(type)), 'updates');
    await connection.removeSlotUpdateListener(id);
    const socket = new WebSocket(ledger.ws);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    for (const method of ['blockSubscribe', 'voteSubscribe']) {
        const answer = new Promise((resolve) =>
            socket.addEventListener('message', (event) => resolve(JSON.parse(event.data)), { once: true }));
        socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: ['all'] }));
        assert.equal((await answer).error.code, -32601);
    }
    socket.close();
});
