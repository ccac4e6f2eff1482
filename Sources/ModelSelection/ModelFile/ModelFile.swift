import Files
import Learning
import TaskGraph

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A fitted pipeline in a file: one line that tells format, version and checksum, then JSON.
///
/// ```
/// trellis-model 1 5f0c…e1
/// {"classes":["0","1"], …}
/// ```
///
/// A file that was damaged, cut short or is of another kind is refused. The checksum, a hash without a key, is there to notice
/// accidents: whoever changes a file on purpose can make the checksum anew. What protects from such a file is that the
/// content is validated (see `FittedPipeline.validate()`): of a file that contradicts itself, reading throws an error that
/// says where, and any model that is read can be asked to predict. That it predicts what was learned, only the file's origin
/// can warrant.
public enum ModelFile {
    private static let format = "trellis-model"
    private static let version = 1

    /// Writes a fitted pipeline; a file of that name is replaced whole or not at all, and keeps its permissions.
    ///
    /// A link is followed; a device or a pipe is written into.
    ///
    /// What ``read(_:registry:)`` would refuse is not written.
    ///
    /// - Throws: ``ModelFileError/cannotWrite(path:reason:)``.
    public static func write(_ pipeline: FittedPipeline, to path: String) throws {
        do {
            try pipeline.validate()
            let target = try OutputTarget(path)
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let body = try encoder.encode(pipeline)
            let header = "\(format) \(version) \(checksum(body))\n"
            try (Data(header.utf8) + body).withUnsafeBytes { try target.write($0) }
        } catch let error as FileError {
            throw ModelFileError.cannotWrite(path: path, reason: error.reason)
        } catch {
            throw ModelFileError.cannotWrite(path: path, reason: "\(error)")
        }
    }

    /// Reads a fitted pipeline, from a file or a pipe.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - registry: the kinds of step it may hold, where they are not only Trellis's own.
    /// - Throws: ``ModelFileError``.
    public static func read(_ path: String, registry: StepRegistry = .standard) throws -> FittedPipeline {
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.bytes(path, atMost: MachineResources.addressableMemory / 8)
        } catch {
            throw ModelFileError.cannotRead(path: path, reason: error.reason)
        }
        return try decode(Data(bytes), from: path, registry: registry)
    }

    /// Reads what a file holds; its path is for errors.
    static func decode(_ data: Data, from path: String, registry: StepRegistry) throws -> FittedPipeline {
        guard let end = data.prefix(200).firstIndex(of: UInt8(ascii: "\n")) else {
            throw ModelFileError.notAModel(path: path)
        }
        let header = String(decoding: data[..<end], as: UTF8.self).split(separator: " ")
        guard header.count == 3, header[0] == format, let found = Int(header[1]) else {
            throw ModelFileError.notAModel(path: path)
        }
        guard found == version else {
            throw ModelFileError.otherVersion(path: path, found: found, expected: version)
        }
        let body = Data(data[(end + 1)...])
        guard checksum(body) == header[2] else { throw ModelFileError.damaged(path: path) }
        do {
            let decoder = JSONDecoder()
            decoder.userInfo[FittedPipeline.registryKey] = registry
            return try decoder.decode(FittedPipeline.self, from: body)
        } catch let error as LearningError {
            switch error {
            case .unknownStep, .unknownParameter, .otherModelVersion:
                throw ModelFileError.unknownContent(path: path, reason: error.description)
            default: throw ModelFileError.notValid(path: path, reason: error.description)
            }
        } catch let error as DecodingError {
            throw ModelFileError.notValid(path: path, reason: error.reason)
        } catch {
            throw ModelFileError.notValid(path: path, reason: "\(error)")
        }
    }

    private static func checksum(_ body: Data) -> String {
        body.withUnsafeBytes { TaskKey(hashing: $0).description }
    }
}

extension DecodingError {
    /// What cannot be decoded, and where: `steps[0].model: there is no 'intercepts'`.
    fileprivate var reason: String {
        let (context, reason): (Context, String)
        switch self {
        case .keyNotFound(let key, let found): (context, reason) = (found, "there is no '\(key.stringValue)'")
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
            (context, reason) = (found, found.debugDescription)
        @unknown default: return "\(self)"
        }
        let place = context.codingPath.reduce(into: "") { place, key in
            let name = place.isEmpty ? key.stringValue : ".\(key.stringValue)"
            place += key.intValue.map { "[\($0)]" } ?? name
        }
        return place.isEmpty ? reason : "\(place): \(reason)"
    }
}

/// What can be wrong with a model file.
public enum ModelFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file could not be read.
    case cannotRead(path: String, reason: String)

    /// The file could not be written.
    case cannotWrite(path: String, reason: String)

    /// The file is something else.
    case notAModel(path: String)

    /// The file is of a version this one does not read.
    case otherVersion(path: String, found: Int, expected: Int)

    /// The file is not what was written.
    case damaged(path: String)

    /// The file is whole, but holds a step, a parameter or a value that is not known here.
    case unknownContent(path: String, reason: String)

    /// The file has a right checksum, but its content is not a model, or contradicts itself.
    case notValid(path: String, reason: String)

    /// The message for people.
    public var description: String {
        switch self {
        case .cannotRead(let path, let reason): "\(path): the model cannot be read: \(reason)"
        case .cannotWrite(let path, let reason): "\(path): the model cannot be written: \(reason)"
        case .notAModel(let path): "\(path): this is not a model that trellis saved"
        case .otherVersion(let path, let found, let expected):
            "\(path): the model file is of version \(found), this trellis reads version \(expected)"
        case .damaged(let path): "\(path): the model file is damaged: its checksum does not match its content"
        case .unknownContent(let path, let reason):
            "\(path): the model holds what this trellis does not know: \(reason)"
        case .notValid(let path, let reason): "\(path): the model is not valid: \(reason)"
        }
    }
}
