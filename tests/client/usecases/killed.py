"""A process that is gone after so many acts on files: a piece of script for whoever is to be killed."""

DYING = """
def watch(event, arguments):
    global left
    if event in ("os.rename", "os.remove", "os.mkdir", "open", "os.truncate", "shutil.rmtree", "shutil.copyfile"):
        left -= 1
        if left < 0:
            os._exit(9)
sys.addaudithook(watch)
"""
"""Put between what ``left`` is read by and what is done; exits with 9 when ``left`` acts are over."""
