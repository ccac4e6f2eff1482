/// An operation encoded as bytes.
struct EncodedOperation: Sendable {
    let name: String
    let version: Int
    let parameters: [UInt8]
    let settings: [UInt8]
    let digest: TaskKey
}

extension EncodedOperation {
    init(_ operation: any TaskOperation, digest: TaskKey) {
        var parameters = CanonicalEncoder()
        operation.encodeParameters(into: &parameters)
        var settings = CanonicalEncoder()
        operation.encodeSettings(into: &settings)
        self.init(
            name: operation.name, version: operation.version, parameters: parameters.bytes,
            settings: settings.bytes, digest: digest)
    }

    func encode(into encoder: inout CanonicalEncoder) {
        encoder.append(name)
        encoder.append(version)
        encoder.append(bytes: parameters)
        encoder.append(bytes: settings)
        encoder.append(digest)
    }
}

extension OperationRegistry {
    /// Throws unless the registry has an operation with this name and version.
    func entry(for name: String, version: Int) throws(WireError) -> OperationEntry {
        guard let entry = operations[name] else { throw .unknownOperation(name: name) }
        guard entry.version == version else {
            throw .otherVersion(operation: name, found: version, expected: entry.version)
        }
        return entry
    }

    /// Decodes an operation written by `EncodedOperation.encode(into:)`.
    ///
    /// The digest of the decoded operation must equal the one sent. This detects an incomplete encoding, or a registry
    /// that decodes it differently, before it can cause a wrong result.
    func readOperation(from decoder: inout CanonicalDecoder) throws(WireError) -> any TaskOperation {
        let name = try decoder.readString()
        let entry = try entry(for: name, version: decoder.readInt())
        var parameters = try decoder.readNested()
        var settings = try decoder.readNested()
        let digest = try decoder.readKey()
        let operation: any TaskOperation
        do {
            operation = try entry.rebuild(&parameters, &settings)
        } catch {
            throw error as? WireError ?? .cannotRebuild(operation: name, reason: "\(error)")
        }
        try parameters.readEnd()
        try settings.readEnd()
        guard operation.digest == digest else { throw .notTheOperationSent(name: name) }
        return operation
    }
}
