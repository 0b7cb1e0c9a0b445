//! From a Situation to an Outlook: exact first
