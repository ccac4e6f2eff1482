// The functions that describe the library. `trellis_worker.h` documents each function.

import CTrellisWorker
import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Returns the version of the interface: `tk_abi_version`.
@_cdecl("tk_abi_version")
public func abiVersion() -> UInt32 { UInt32(TK_ABI_VERSION) }

/// Returns a description of the library as JSON: `tk_describe`.
@_cdecl("tk_describe")
public func describe() -> UnsafeMutablePointer<CChar>? {
    let registry = WorkerLibrary.shared.registry
    let description = Description(
        abi: Int(abiVersion()), names: registry.operationNames, operations: registry.digest.description,
        trellis: Release.version)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let json = try? encoder.encode(description) else { return nil }
    return strdup(String(decoding: json, as: UTF8.self))
}

private struct Description: Encodable {
    let abi: Int
    let names: [String]
    let operations: String
    let trellis: String
}
