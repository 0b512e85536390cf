import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { load, startLedger } from './ledger.mjs';

const kit = load('@solana/kit');
const systemProgram = kit.address('11111111111111111111111111111111');

let ledger;
let rpc;
let rpcSubscriptions;
let payer;

before(async () => {
    ledger = await startLedger();
    rpc = kit.createSolanaRpc(ledger.rpc);
    rpcSubscriptions = kit.createSolanaRpcSubscriptions(ledger.ws);
    payer = await kit.generateKeyPairSigner();
    const airdrop = kit.airdropFactory({ rpc, rpcSubscriptions });
    await airdrop({ commitment: 'confirmed', lamports: kit.lamports(10_000_000_000n), recipientAddress: payer.address });
});
after(async () => ledger.stop());

function transferInstruction(to, lamports) {
    const data = new Uint8Array(12);
    new DataView(data.buffer).setUint32(0, 2, true);
    new DataView(data.buffer).setBigUint64(4, lamports, true);
    return {
        programAddress: systemProgram,
        accounts: [
            { address: payer.address, role: kit.AccountRole.WRITABLE_SIGNER, signer: payer },
            { address: to, role: kit.AccountRole.WRITABLE },
        ],
        data,
    };
}

async function signedTransfer(to, lamports, version = 0) {
    const { value: latest } = await rpc.getLatestBlockhash({ commitment: 'confirmed' }).send();
    return kit.signTransactionMessageWithSigners(
        kit.pipe(
            kit.createTransactionMessage({ version }),
            (message) => kit.setTransactionMessageFeePayerSigner(payer, message),
            (message) => kit.setTransactionMessageLifetimeUsingBlockhash(latest, message),
            (message) => kit.appendTransactionMessageInstruction(transferInstruction(to, lamports), message)));
}

test('kit sends and confirms at every commitment', async () => {
    const sendAndConfirm = kit.sendAndConfirmTransactionFactory({ rpc, rpcSubscriptions });
    for (const commitment of ['processed', 'confirmed', 'finalized']) {
        const to = (await kit.generateKeyPairSigner()).address;
        await sendAndConfirm(await signedTransfer(to, 1_000_000n, commitment === 'confirmed' ? 'legacy' : 0), { commitment });
        const { value } = await rpc.getBalance(to, { commitment }).send();
        assert.equal(value, 1_000_000n);
    }
});

test('kit reads exact numbers', async () => {
    const { value } = await rpc.getAccountInfo(payer.address, { encoding: 'base64' }).send();
    assert.equal(value.space, 0n);
    assert.equal(value.owner, systemProgram);
    const raw = await (await fetch(ledger.rpc, {
        method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'getAccountInfo', params: [payer.address, { encoding: 'base64' }] }),
    })).text();
    assert.match(raw, /"rentEpoch":18446744073709551615,/);
});

test('kit recognises errors', async () => {
    const to = (await kit.generateKeyPairSigner()).address;
    const wire = kit.getBase64EncodedWireTransaction(await signedTransfer(to, 10n ** 17n));
    await assert.rejects(
        rpc.sendTransaction(wire, { encoding: 'base64', preflightCommitment: 'confirmed' }).send(),
        (error) => {
            assert.ok(kit.isSolanaError(error, kit.SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE));
            assert.ok(kit.isSolanaError(error.cause, kit.SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM));
            return true;
        });
    await assert.rejects(rpc.getSlot({ minContextSlot: 10n ** 15n }).send(), (error) =>
        kit.isSolanaError(error, kit.SOLANA_ERROR__JSON_RPC__SERVER_ERROR_MIN_CONTEXT_SLOT_NOT_REACHED));
});

test('kit subscribes', async () => {
    const to = (await kit.generateKeyPairSigner()).address;
    const abort = new AbortController();
    const options = { abortSignal: abort.signal };
    const accounts = await rpcSubscriptions.accountNotifications(to, { commitment: 'confirmed', encoding: 'base64' }).subscribe(options);
    const logs = await rpcSubscriptions.logsNotifications({ mentions: [to] }, { commitment: 'confirmed' }).subscribe(options);
    const slots = await rpcSubscriptions.slotNotifications().subscribe(options);
    const first = async (iterable) => { for await (const one of iterable) return one; };
    const heard = [first(accounts), first(logs), first(slots)]; // kit keeps nothing for those who ask later
    const wire = await signedTransfer(to, 3_000_000n);
    await rpc.sendTransaction(kit.getBase64EncodedWireTransaction(wire), { encoding: 'base64', preflightCommitment: 'confirmed' }).send();
    const [account, log, slot] = await Promise.all(heard);
    assert.equal(account.value.lamports, 3_000_000n);
    assert.equal(log.value.signature, kit.getSignatureFromTransaction(wire));
    assert.equal(slot.parent, slot.slot - 1n);
    abort.abort();
});

test('kit simulates and prices', async () => {
    const to = (await kit.generateKeyPairSigner()).address;
    const transaction = await signedTransfer(to, 1_000_000n);
    const wire = kit.getBase64EncodedWireTransaction(transaction);
    const { value } = await rpc.simulateTransaction(wire, { encoding: 'base64', commitment: 'confirmed', sigVerify: true }).send();
    assert.equal(value.err, null);
    assert.equal(value.unitsConsumed, 150n);
    const message = Buffer.from(transaction.messageBytes).toString('base64');
    assert.equal((await rpc.getFeeForMessage(message, { commitment: 'confirmed' }).send()).value, 5_000n);
    assert.ok((await rpc.getRecentPrioritizationFees().send()).length > 0);
});
