// Deploys a program as an operator does: by transactions, under the loader that lets its authority upgrade it.
import { readFileSync } from 'node:fs';
import { load, until } from '../ledger/clients/ledger.mjs';

const { Keypair, PublicKey, SystemProgram, SYSVAR_CLOCK_PUBKEY, SYSVAR_RENT_PUBKEY, Transaction, TransactionInstruction,
    sendAndConfirmTransaction } = load('@solana/web3.js');

const loader = new PublicKey('BPFLoaderUpgradeab1e11111111111111111111111');
const order = { initializeBuffer: 0, write: 1, deployWithMaxDataLen: 2 };
const bufferHeaderBytes = 37;
const programAccountBytes = 36;
const chunkBytes = 900;
const chunksAtOnce = 16;

const u32 = (value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
};
const u64 = (value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
};
const writable = (pubkey) => ({ pubkey, isSigner: false, isWritable: true });
const readonly = (pubkey) => ({ pubkey, isSigner: false, isWritable: false });
const signer = (pubkey) => ({ pubkey, isSigner: true, isWritable: false });
const instruction = (keys, ...data) => new TransactionInstruction({ programId: loader, keys, data: Buffer.concat(data) });

/// The new program's id. `authority` pays and may upgrade.
export async function deploy(connection, authority, file) {
    const image = readFileSync(file);
    const [buffer, program] = [Keypair.generate(), Keypair.generate()];
    const payer = authority.publicKey;
    const send = (instructions, ...signers) =>
        sendAndConfirmTransaction(connection, new Transaction().add(...instructions), [authority, ...signers]);
    const account = async (key, space) => SystemProgram.createAccount({
        fromPubkey: payer, newAccountPubkey: key, space, programId: loader,
        lamports: await connection.getMinimumBalanceForRentExemption(space),
    });

    await send([await account(buffer.publicKey, bufferHeaderBytes + image.length),
        instruction([writable(buffer.publicKey), readonly(payer)], u32(order.initializeBuffer))], buffer);
    const writes = [];
    for (let at = 0; at < image.length; at += chunkBytes) {
        const chunk = image.subarray(at, at + chunkBytes);
        writes.push(instruction([writable(buffer.publicKey), signer(payer)],
            u32(order.write), u32(at), u64(chunk.length), chunk));
    }
    while (writes.length > 0) await Promise.all(writes.splice(0, chunksAtOnce).map((write) => send([write])));

    const [programData] = PublicKey.findProgramAddressSync([program.publicKey.toBytes()], loader);
    await send([await account(program.publicKey, programAccountBytes),
        instruction([{ ...signer(payer), isWritable: true }, writable(programData), writable(program.publicKey),
            writable(buffer.publicKey), readonly(SYSVAR_RENT_PUBKEY), readonly(SYSVAR_CLOCK_PUBKEY),
            readonly(SystemProgram.programId), signer(payer)],
        u32(order.deployWithMaxDataLen), u64(image.length))], program);
    const deployedAt = await connection.getSlot();
    await until(async () => (await connection.getSlot()) > deployedAt + 1, 'a slot in which the new program runs');
    return program.publicKey;
}
