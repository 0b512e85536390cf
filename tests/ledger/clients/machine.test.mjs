// What the built-in programs do, they do as on a real machine: errors and logs, to the letter.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, test } from 'node:test';
import { load } from './ledger.mjs';
import { Worlds } from './machine.mjs';

const web3 = load('@solana/web3.js');
const { ComputeBudgetProgram, PublicKey, SystemProgram, TransactionInstruction } = web3;
const system = SystemProgram.programId;

let worlds;
let me;
let other;

before(async () => {
    worlds = await Worlds.start();
    me = worlds.payer.publicKey;
    other = worlds.other.publicKey;
});
after(async () => worlds.stop());

const instruction = (programId, data, keys = []) => new TransactionInstruction({ programId, keys, data: Buffer.from(data) });
const meta = (pubkey, isSigner = false, isWritable = false) => ({ pubkey, isSigner, isWritable });
const rent = (size) => (128 + size) * 6_960;
const number32 = (value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(value); return bytes; };
const number64 = (value) => { const bytes = Buffer.alloc(8); bytes.writeBigUInt64LE(BigInt(value)); return bytes; };
const noop = () => SystemProgram.transfer({ fromPubkey: me, toPubkey: me, lamports: 0 });
const create = (account, options = {}) => SystemProgram.createAccount({
    fromPubkey: me, newAccountPubkey: account.publicKey, lamports: rent(10), space: 10, programId: other, ...options,
});

test('accounts are created, filled and given away', async () => {
    const account = worlds.newKeypair();
    await worlds.agree('create', create(account), { signers: [account] });
    await worlds.agree('create again', create(account), { signers: [account] });
    await worlds.agree('spend its lamports',
        SystemProgram.transfer({ fromPubkey: account.publicKey, toPubkey: me, lamports: 5 }), { signers: [account] });
    const next = worlds.newKeypair();
    for (const [name, options] of Object.entries({
        'too large': { lamports: 10 ** 9, space: 10 * 1024 * 1024 + 1 },
        'too dear': { lamports: 10 ** 15 },
        'below its rent': { lamports: 1 },
        'for nothing': { lamports: 0 },
    }))
        await worlds.agree(name, create(next, options), { signers: [next] });
    const filled = worlds.newKeypair();
    await worlds.agree('allocate and assign', [
        SystemProgram.transfer({ fromPubkey: me, toPubkey: filled.publicKey, lamports: rent(20) }),
        SystemProgram.allocate({ accountPubkey: filled.publicKey, space: 20 }),
        SystemProgram.assign({ accountPubkey: filled.publicKey, programId: other })], { signers: [filled] });
    await worlds.agree('allocate again', SystemProgram.allocate({ accountPubkey: filled.publicKey, space: 20 }), { signers: [filled] });
    await worlds.agree('assign again', SystemProgram.assign({ accountPubkey: filled.publicKey, programId: me }), { signers: [filled] });
});

test('lamports move, or the log says why not', async () => {
    const order = Buffer.concat([number32(2), number64(5)]);
    const transfer = (to, lamports) => SystemProgram.transfer({ fromPubkey: me, toPubkey: to, lamports });
    const fresh = () => worlds.newKeypair().publicKey;
    await worlds.agree('pay', transfer(other, 5));
    await worlds.agree('pay oneself', transfer(me, 5));
    await worlds.agree('nothing to nobody', transfer(fresh(), 0));
    await worlds.agree('too little for a new account', transfer(fresh(), 10));
    await worlds.agree('more than there is', transfer(other, 10 ** 15));
    await worlds.agree('a sysvar', transfer(web3.SYSVAR_CLOCK_PUBKEY, 5));
    await worlds.agree('a program', transfer(system, 5));
    await worlds.agree('unsigned', instruction(system, order, [meta(other, false, true), meta(me, true, true)]));
    await worlds.agree('to a read-only account', instruction(system, order, [meta(me, true, true), meta(fresh())]));
    await worlds.agree('one account', instruction(system, order, [meta(me, true, true)]));
    await worlds.agree('no account', instruction(system, order));
    await worlds.agree('more data than needed',
        instruction(system, Buffer.concat([order, Buffer.alloc(2, 7)]), [meta(me, true, true), meta(other, false, true)]));
    for (const data of [[], [99, 0, 0, 0], [2, 0, 0, 0, 1]])
        await worlds.agree(`data ${data}`, instruction(system, data));
    const poor = worlds.newKeypair();
    await worlds.agree('a payer without lamports',
        SystemProgram.transfer({ fromPubkey: poor.publicKey, toPubkey: me, lamports: 0 }), { payer: poor });
});

test('addresses come from seeds', async () => {
    const address = await PublicKey.createWithSeed(me, 'x', other);
    const make = (newAccountPubkey, seed) => SystemProgram.createAccountWithSeed({
        fromPubkey: me, newAccountPubkey, basePubkey: me, seed, lamports: rent(3), space: 3, programId: other,
    });
    await worlds.agree('create', make(address, 'x'));
    await worlds.agree('another address', make(worlds.newKeypair().publicKey, 'x'));
    await worlds.agree('a long seed', make(worlds.newKeypair().publicKey, 'x'.repeat(33)));
    const marked = Buffer.concat([Buffer.alloc(11, 3), Buffer.from('ProgramDerivedAddress')]);
    await worlds.agree('an owner that looks like a derived address', instruction(system,
        Buffer.concat([number32(3), me.toBuffer(), number64(1), Buffer.from('y'), number64(rent(3)), number64(3), marked]),
        [meta(me, true, true), meta(worlds.newKeypair().publicKey, false, true)]));
    const held = await PublicKey.createWithSeed(other, 'y', system);
    await worlds.agree('fund', SystemProgram.transfer({ fromPubkey: me, toPubkey: held, lamports: rent(0) + 5 }));
    for (const [name, seed, lamports] of [['spend', 'y', 5], ['another seed', 'z', 5], ['more than there is', 'y', 10 ** 9]])
        await worlds.agree(name, SystemProgram.transfer({
            fromPubkey: held, basePubkey: other, toPubkey: me, lamports, seed, programId: system,
        }), { signers: [worlds.other] });
});

test('nonces are made, moved on, handed over and closed', async () => {
    const nonce = worlds.newKeypair();
    const noncePubkey = nonce.publicKey;
    const initialise = SystemProgram.nonceInitialize({ noncePubkey, authorizedPubkey: me });
    await worlds.agree('create', [create(nonce, { lamports: rent(80), space: 80, programId: system }), initialise], { signers: [nonce] });
    await worlds.agree('initialise again', initialise);
    await worlds.agree('advance', SystemProgram.nonceAdvance({ noncePubkey, authorizedPubkey: me }));
    for (const lamports of [5, 10 ** 9])
        await worlds.agree(`withdraw ${lamports}`, SystemProgram.nonceWithdraw({ noncePubkey, authorizedPubkey: me, toPubkey: me, lamports }));
    const hand = (authorizedPubkey, newAuthorizedPubkey) => SystemProgram.nonceAuthorize({ noncePubkey, authorizedPubkey, newAuthorizedPubkey });
    await worlds.agree('a stranger hands it over', hand(other, me), { signers: [worlds.other] });
    await worlds.agree('hand over', hand(me, other));
    await worlds.agree('close', SystemProgram.nonceWithdraw({
        noncePubkey, authorizedPubkey: other, toPubkey: me, lamports: rent(80),
    }), { signers: [worlds.other] });
});

test('budgets are read alike', async () => {
    const budget = ComputeBudgetProgram.programId;
    const limit = (units) => ComputeBudgetProgram.setComputeUnitLimit({ units });
    await worlds.agree('enough', [limit(450), ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1 }), noop()]);
    await worlds.agree('one too few', [limit(299), noop()]);
    await worlds.agree('twice', [limit(450), limit(450), noop()]);
    await worlds.agree('no data size', [instruction(budget, [4, 0, 0, 0, 0]), noop()]);
    for (const bytes of [1_000, 64 * 1_024, 512 * 1_024])
        await worlds.agree(`heap of ${bytes}`, [ComputeBudgetProgram.requestHeapFrame({ bytes }), noop()]);
    for (const data of [[], [9], [0, 1, 0, 0, 0, 0, 0, 0, 0], [2, 0, 1, 0, 0, 9], [3, ...Buffer.alloc(8, 255)]])
        await worlds.agree(`data ${data}`, [instruction(budget, data), noop()]);
});

test('what is no program does not run', async () => {
    await worlds.agree('a wallet', instruction(other, [1]));
    await worlds.agree('a sysvar', instruction(web3.SYSVAR_CLOCK_PUBKEY, [1]));
    await worlds.agree('the native loader', instruction(new PublicKey('NativeLoader1111111111111111111111111111111'), [1]));
});

test('memos are text', async () => {
    const broken = [
        [0xff, 0xfe], [0xe2, 0x82], [0x61, 0xf0, 0x9f, 0x98], [0xc3, 0x28], [0xf0, 0x28, 0x8c, 0xbc], [0xed, 0xa0, 0x80],
        [0x61, 0xe2, 0x28, 0xa1], [0xc0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xf0, 0x80, 0x80, 0x80], [0xe2, 0x82, 0x28],
    ];
    for (const id of ['MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr', 'Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo']) {
        const memo = (data, keys) => instruction(new PublicKey(id), data, keys);
        await worlds.agree('text', memo(Buffer.from('hello')));
        await worlds.agree('none', memo([]));
        await worlds.agree('signed', memo(Buffer.from('hé'), [meta(me, true)]));
        await worlds.agree('unsigned', memo(Buffer.from('x'), [meta(other)]));
        await worlds.agree('long', memo(Buffer.alloc(500, 97)));
        for (const data of broken)
            await worlds.agree(`broken ${data}`, memo(data));
    }
});

// Reproducible bytes: what is drawn is drawn again in the next run.
function dice(seed) {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor(state / 2 ** 32 * below);
    };
}

async function agreeOnMutations(name, good, headSize, draw) {
    assert.equal((await worlds.agree(name, good)).err, null, name);
    for (let i = 0; i < 40; ++i) {
        const data = Buffer.from(good.data);
        if (i < 8) {
            await worlds.agree(`${name}, ${i} bytes`, instruction(good.programId, data.subarray(0, i)));
            continue;
        }
        data[draw(2) ? draw(headSize) : draw(data.length)] = draw(3) ? draw(256) : draw(3);
        await worlds.agree(`${name}, mutation ${i}`, instruction(good.programId, data));
    }
}

test('Ed25519 signatures are checked alike', async () => {
    const good = web3.Ed25519Program.createInstructionWithPrivateKey({
        privateKey: worlds.other.secretKey, message: Buffer.from('pay the bearer'),
    });
    await agreeOnMutations('Ed25519', good, 16, dice(1));
});

test('secp256k1 signatures are checked alike', async () => {
    const good = web3.Secp256k1Program.createInstructionWithPrivateKey({
        privateKey: Buffer.alloc(32, 7), message: Buffer.from('pay the bearer'),
    });
    await agreeOnMutations('secp256k1', good, 12, dice(2));
    const recovery = Buffer.from(good.data);
    for (recovery[96] = 0; recovery[96] < 6; ++recovery[96])
        await worlds.agree(`recovery id ${recovery[96]}`, instruction(good.programId, recovery));
    const order = Buffer.from('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141', 'hex');
    for (const at of [32, 64]) {
        for (const value of [Buffer.alloc(32), order, Buffer.alloc(32, 255)]) {
            const data = Buffer.from(good.data);
            value.copy(data, at);
            await worlds.agree('a number outside the order', instruction(good.programId, data));
        }
    }
    // The other half of s is the same signature of the mirrored point.
    const upper = Buffer.from(good.data);
    const mirrored = BigInt(`0x${order.toString('hex')}`) - BigInt(`0x${upper.subarray(64, 96).toString('hex')}`);
    Buffer.from(mirrored.toString(16).padStart(64, '0'), 'hex').copy(upper, 64);
    upper[96] ^= 1;
    await worlds.agree('the upper half of s', instruction(good.programId, upper));
});

// As SIMD-0075 lays it out: count, padding, offsets; then key, signature and message.
function secp256r1Instruction(message) {
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    const key = Buffer.concat([Buffer.from([2 + (Buffer.from(y, 'base64url')[31] & 1)]), Buffer.from(x, 'base64url')]);
    const signature = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
    const upper = Buffer.from((s > order / 2n ? s : order - s).toString(16).padStart(64, '0'), 'hex');
    const lower = Buffer.from((s > order / 2n ? order - s : s).toString(16).padStart(64, '0'), 'hex');
    const head = Buffer.from([1, 0, 49, 0, 255, 255, 16, 0, 255, 255, 113, 0, message.length, 0, 255, 255]);
    const build = (half) => instruction(new PublicKey('Secp256r1SigVerify1111111111111111111111111'),
        Buffer.concat([head, key, signature.subarray(0, 32), half, message]));
    return { good: build(lower), malleable: build(upper) };
}

test('secp256r1 signatures are checked alike', async () => {
    const { good, malleable } = secp256r1Instruction(Buffer.from('pay the bearer'));
    await agreeOnMutations('secp256r1', good, 17, dice(3));
    await worlds.agree('the upper half of s', malleable);
    for (let first = 0; first < 8; ++first) {
        const data = Buffer.from(good.data);
        data[16] = first;
        await worlds.agree(`a key that begins with ${first}`, instruction(good.programId, data));
    }
    const many = Buffer.concat([Buffer.from([9, 0]), Buffer.alloc(9 * 14)]);
    await worlds.agree('nine signatures', instruction(good.programId, many));
});

test('sysvars have the machine\'s sizes', async () => {
    for (const key of ['SysvarC1ock11111111111111111111111111111111', 'SysvarRent111111111111111111111111111111111',
        'SysvarEpochSchedu1e111111111111111111111111', 'SysvarEpochRewards1111111111111111111111111',
        'SysvarLastRestartS1ot1111111111111111111111', 'SysvarS1otHistory11111111111111111111111111',
        'SysvarS1otHashes111111111111111111111111111']) {
        const { value } = await worlds.rpc('getAccountInfo', [key, { encoding: 'base64', commitment: 'processed' }]);
        const expected = worlds.machine.getAccount(key);
        assert.equal(value.space, expected.data.length, key);
        assert.equal(value.owner, expected.programAddress);
    }
});
