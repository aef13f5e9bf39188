//! The text of a policy: lines of `log`, `witness`, `group` and `quorum`.
//!
//! Holds
//! - A text that was cut off is not another policy: the last line ends with a newline too.
//! - Nothing is skipped but comments and empty lines.

use std::collections::BTreeMap;
use std::fmt;

use super::{GroupMember, KnownLog, KnownWitness, LogPolicy, Quorum, WitnessGroup, shown_bytes};
use crate::key::{KeyError, SignatureType, VerifierKey};
use crate::limits::{POLICY_BYTES, POLICY_GROUPS, POLICY_LOGS, POLICY_WITNESSES};
use crate::spell::decimal;

/// Reads lines; what is defined so far is known to the next one.
#[derive(Default)]
struct Reading {
    logs: Vec<KnownLog>,
    witnesses: Vec<KnownWitness>,
    groups: Vec<WitnessGroup>,
    quorum: Option<Quorum>,
    names: BTreeMap<Vec<u8>, Defined>,
}

/// A name, and whether a group has it as a member.
struct Defined {
    member: GroupMember,
    is_taken: bool,
}

pub(super) fn policy(bytes: &[u8]) -> Result<LogPolicy, PolicyError> {
    let at_line = |line| move |fault| PolicyError { line, fault };
    if bytes.len() > POLICY_BYTES {
        return Err(at_line(0)(PolicyFault::TooLong { bytes: bytes.len() }));
    }
    let mut reading = Reading::default();
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let cut_off = lines.pop().is_some_and(|after| !after.is_empty());
    if cut_off {
        return Err(at_line(lines.len() + 1)(PolicyFault::CutOff));
    }
    for (number, line) in (1..).zip(&lines) {
        reading.line(line).map_err(at_line(number))?;
    }
    let Some(quorum) = reading.quorum else { return Err(at_line(0)(PolicyFault::NoQuorum)) };
    Ok(LogPolicy { logs: reading.logs, witnesses: reading.witnesses, groups: reading.groups, quorum })
}

impl Reading {
    fn line(&mut self, line: &[u8]) -> Result<(), PolicyFault> {
        if let Some(byte) = line.iter().find(|byte| (**byte < b' ' && **byte != b'\t') || **byte == 0x7f) {
            return Err(PolicyFault::Control { byte: *byte });
        }
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let words: Vec<&[u8]> = line.split(blank).filter(|word| !word.is_empty()).collect();
        match &words[..] {
            [] => Ok(()),
            [first, ..] if first.starts_with(b"#") => Ok(()),
            [b"log", key] => self.log(key, None),
            [b"log", key, url] => self.log(key, Some(url)),
            [b"witness", name, key] => self.witness(name, key, None),
            [b"witness", name, key, url] => self.witness(name, key, Some(url)),
            [b"group", name, needed, members @ ..] if !members.is_empty() => self.group(name, needed, members),
            [b"quorum", name] => self.quorum(name),
            [keyword @ (b"log" | b"witness" | b"group" | b"quorum"), ..] => {
                Err(PolicyFault::Form { keyword: shown_bytes(keyword) })
            }
            [word, ..] => Err(PolicyFault::UnknownKeyword { word: shown_bytes(word) }),
        }
    }

    fn log(&mut self, key: &[u8], url: Option<&[u8]>) -> Result<(), PolicyFault> {
        let key = self.key(key, SignatureType::Note)?;
        if self.logs.iter().any(|log| log.key.public_bytes() == key.public_bytes()) {
            return Err(PolicyFault::KeyTwice);
        }
        if self.logs.len() == POLICY_LOGS {
            return Err(PolicyFault::TooManyLogs);
        }
        self.logs.push(KnownLog { key, url: url.map(<[u8]>::to_vec) });
        Ok(())
    }

    fn witness(&mut self, name: &[u8], key: &[u8], url: Option<&[u8]>) -> Result<(), PolicyFault> {
        let key = self.key(key, SignatureType::Cosignature)?;
        if self.witnesses.iter().any(|witness| witness.key.public_bytes() == key.public_bytes()) {
            return Err(PolicyFault::KeyTwice);
        }
        if self.witnesses.len() == POLICY_WITNESSES {
            return Err(PolicyFault::TooManyWitnesses);
        }
        self.define(name, GroupMember::Witness(self.witnesses.len()))?;
        self.witnesses.push(KnownWitness { name: name.to_vec(), key, url: url.map(<[u8]>::to_vec) });
        Ok(())
    }

    fn group(&mut self, name: &[u8], needed: &[u8], names: &[&[u8]]) -> Result<(), PolicyFault> {
        if self.groups.len() == POLICY_GROUPS {
            return Err(PolicyFault::TooManyGroups);
        }
        let needed = match needed {
            b"all" => names.len(),
            b"any" => 1,
            number => {
                let count = std::str::from_utf8(number).ok().and_then(decimal);
                let count = count.and_then(|count| usize::try_from(count).ok());
                count
                    .filter(|count| (1..=names.len()).contains(count))
                    .ok_or_else(|| PolicyFault::Threshold { threshold: shown_bytes(number), members: names.len() })?
            }
        };
        let mut members = Vec::new();
        for name in names {
            let defined =
                self.names.get_mut(*name).ok_or_else(|| PolicyFault::Undefined { name: shown_bytes(name) })?;
            if defined.is_taken {
                return Err(PolicyFault::MemberTwice { name: shown_bytes(name) });
            }
            defined.is_taken = true;
            members.push(defined.member);
        }
        self.define(name, GroupMember::Group(self.groups.len()))?;
        self.groups.push(WitnessGroup { name: name.to_vec(), needed, members });
        Ok(())
    }

    fn quorum(&mut self, name: &[u8]) -> Result<(), PolicyFault> {
        if self.quorum.is_some() {
            return Err(PolicyFault::QuorumTwice);
        }
        self.quorum = Some(match self.names.get(name) {
            _ if name == NOBODY => Quorum::None,
            Some(defined) => Quorum::Of(defined.member),
            None => return Err(PolicyFault::Undefined { name: shown_bytes(name) }),
        });
        Ok(())
    }

    fn key(&self, text: &[u8], asked: SignatureType) -> Result<VerifierKey, PolicyFault> {
        let text = std::str::from_utf8(text).map_err(|_| PolicyFault::KeyNotUtf8)?;
        let key: VerifierKey = text.parse().map_err(PolicyFault::Key)?;
        if key.signature_type() != asked {
            return Err(match asked {
                SignatureType::Note => PolicyFault::WitnessKeyForLog,
                SignatureType::Cosignature => PolicyFault::LogKeyForWitness,
            });
        }
        let others = self.logs.iter().map(|log| &log.key).chain(self.witnesses.iter().map(|witness| &witness.key));
        let mut alike = others.filter(|other| other.public_bytes() != key.public_bytes());
        match alike.any(|other| (other.name(), other.id()) == (key.name(), key.id())) {
            true => Err(PolicyFault::KeysAlike),
            false => Ok(key),
        }
    }

    fn define(&mut self, name: &[u8], member: GroupMember) -> Result<(), PolicyFault> {
        if name == NOBODY {
            return Err(PolicyFault::NobodyDefined);
        }
        match self.names.insert(name.to_vec(), Defined { member, is_taken: false }) {
            Some(_) => Err(PolicyFault::NameTwice { name: shown_bytes(name) }),
            None => Ok(()),
        }
    }
}

/// The name that a quorum of nobody has.
const NOBODY: &[u8] = b"none";

pub(super) fn print(policy: &LogPolicy) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut line = |words: &[&[u8]]| {
        bytes.extend(words.join(&b' '));
        bytes.push(b'\n');
    };
    for log in &policy.logs {
        let key = log.key.to_string();
        let words = [b"log", key.as_bytes()].into_iter().chain(log.url.as_deref());
        line(&words.collect::<Vec<_>>());
    }
    for witness in &policy.witnesses {
        let key = witness.key.to_string();
        let words = [b"witness", &witness.name[..], key.as_bytes()].into_iter().chain(witness.url.as_deref());
        line(&words.collect::<Vec<_>>());
    }
    for group in &policy.groups {
        let needed = match group.needed {
            all if all == group.members.len() => "all".to_owned(),
            1 => "any".to_owned(),
            some => some.to_string(),
        };
        let members = group.members.iter().map(|member| name(policy, member));
        let words = [b"group", &group.name[..], needed.as_bytes()].into_iter().chain(members);
        line(&words.collect::<Vec<_>>());
    }
    match &policy.quorum {
        Quorum::None => line(&[b"quorum", NOBODY]),
        Quorum::Of(member) => line(&[b"quorum", name(policy, member)]),
    }
    bytes
}

fn name<'p>(policy: &'p LogPolicy, member: &GroupMember) -> &'p [u8] {
    match *member {
        GroupMember::Witness(number) => &policy.witnesses[number].name,
        GroupMember::Group(number) => &policy.groups[number].name,
    }
}

/// What is wrong with the text of a policy, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicyError {
    /// The line, from 1; 0 where the whole is meant.
    pub line: usize,
    /// What is wrong.
    pub fault: PolicyFault,
}

/// What is wrong with the text of a policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PolicyFault {
    /// More bytes than a policy may have.
    TooLong {
        /// How many.
        bytes: usize,
    },
    /// A last line without its newline.
    CutOff,
    /// A control character.
    Control {
        /// Which.
        byte: u8,
    },
    /// A line that begins with another word.
    UnknownKeyword {
        /// The word.
        word: String,
    },
    /// Too few or too many words behind the first.
    Form {
        /// The first.
        keyword: String,
    },
    /// A key that is not UTF-8.
    KeyNotUtf8,
    /// A key that is none.
    Key(KeyError),
    /// A key that cosigns, in a line for a log.
    WitnessKeyForLog,
    /// A key that signs notes, in a line for a witness.
    LogKeyForWitness,
    /// A second log, or a second witness, with the same key.
    KeyTwice,
    /// A key with the name and the id of another.
    KeysAlike,
    /// A name that has a witness or group already.
    NameTwice {
        /// The name.
        name: String,
    },
    /// A witness or group called `none`.
    NobodyDefined,
    /// A name that no line above defines.
    Undefined {
        /// The name.
        name: String,
    },
    /// A member that is in a group already.
    MemberTwice {
        /// Its name.
        name: String,
    },
    /// A number of members that is not `all`, `any` or from 1 to their count.
    Threshold {
        /// What stands there.
        threshold: String,
        /// How many members there are.
        members: usize,
    },
    /// A second quorum.
    QuorumTwice,
    /// No quorum.
    NoQuorum,
    /// More logs than a policy may have.
    TooManyLogs,
    /// More witnesses than a policy may have.
    TooManyWitnesses,
    /// More groups than a policy may have.
    TooManyGroups,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => self.fault.fmt(f),
            line => write!(f, "line {line} of the policy: {}", self.fault),
        }
    }
}

impl fmt::Display for PolicyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use PolicyFault::*;
        match self {
            TooLong { bytes } => write!(f, "the policy has {bytes} bytes, more than the {POLICY_BYTES} allowed"),
            CutOff => f.write_str("the last line does not end with a newline, so something may be missing"),
            Control { byte } => write!(f, "the control character {byte:#04x} is not allowed"),
            UnknownKeyword { word } => write!(f, "`{word}` is not `log`, `witness`, `group` or `quorum`"),
            Form { keyword } => f.write_str(match keyword.as_str() {
                "log" => "a log is written `log KEY [URL]`",
                "witness" => "a witness is written `witness NAME KEY [URL]`",
                "group" => "a group is written `group NAME all|any|NUMBER MEMBER…`",
                _ => "a quorum is written `quorum NAME`, or `quorum none`",
            }),
            KeyNotUtf8 => f.write_str("the key is not UTF-8"),
            Key(error) => error.fmt(f),
            WitnessKeyForLog => f.write_str("the key is one that cosigns, and a log needs one that signs"),
            LogKeyForWitness => f.write_str("the key is one that signs, and a witness needs one that cosigns"),
            KeyTwice => f.write_str("the key stands in a line above already"),
            KeysAlike => f.write_str("a key in a line above has the same name and the same id"),
            NameTwice { name } => write!(f, "`{name}` is defined in a line above already"),
            NobodyDefined => f.write_str("`none` stands for nobody and cannot be defined"),
            Undefined { name } => write!(f, "no line above defines `{name}`"),
            MemberTwice { name } => write!(f, "`{name}` is a member of a group already"),
            Threshold { threshold, members } => {
                write!(f, "`{threshold}` is not `all`, `any` or a number from 1 to {members}, the members of the group")
            }
            QuorumTwice => f.write_str("the quorum is stated in a line above already"),
            NoQuorum => f.write_str("the policy states no quorum"),
            TooManyLogs => write!(f, "the policy has more than the {POLICY_LOGS} logs allowed"),
            TooManyWitnesses => write!(f, "the policy has more than the {POLICY_WITNESSES} witnesses allowed"),
            TooManyGroups => write!(f, "the policy has more than the {POLICY_GROUPS} groups allowed"),
        }
    }
}

impl std::error::Error for PolicyError {}
