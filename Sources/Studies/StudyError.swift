/// An error of a study file.
public enum StudyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file cannot be opened or read.
    case cannotRead(path: String, reason: String)

    /// The file cannot be written, for example because the disk is full.
    case cannotWrite(path: String, reason: String)

    /// The file is something other than a study.
    case notAStudy(path: String)

    /// The file is damaged.
    case damaged(path: String, reason: String)

    /// The file was written by a newer release.
    case newer(path: String, version: Int)

    /// The study has no problem with a number.
    case noProblem(path: String, number: Int, count: Int)

    /// No candidate of a problem is scored on every split.
    case noScores(path: String, problem: Int)

    /// A scorer is not one of those of a problem, or has no definition; `known` are those of the problem.
    case unknownScorer(path: String, problem: Int, name: String, known: [String])

    /// A candidate of a problem has steps or parameters that are not known.
    case unreadable(path: String, problem: Int, reason: String)

    /// The message, which begins with the path.
    public var description: String {
        switch self {
        case .cannotRead(let path, let reason): "\(path): cannot be read: \(reason)"
        case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
        case .notAStudy(let path): "\(path): not a study; it is left as it is"
        case .damaged(let path, let reason): "\(path): the study is damaged (\(reason)); it is left as it is"
        case .newer(let path, let version):
            "\(path): the study has format \(version), which only a newer release of Trellis can read"
        case .noProblem(let path, let number, let count):
            "\(path): there is no problem \(number); the study has \(count)"
        case .noScores(let path, let problem):
            "\(path): no candidate of problem \(problem) is scored on every split yet"
        case .unknownScorer(let path, let problem, let name, let known):
            "\(path): problem \(problem) has no scores by '\(name)' that can be read; its scorers are "
                + known.joined(separator: ", ")
        case .unreadable(let path, let problem, let reason):
            "\(path): a candidate of problem \(problem) cannot be read: \(reason)"
        }
    }
}
